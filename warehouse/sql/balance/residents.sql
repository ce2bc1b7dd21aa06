-- One row per side (珠三角, 粤东西北): cities, residents in 万 and their share in %.
SELECT side_of(region) AS side, count(*) AS cities, sum(population_10k::DECIMAL(18, 4))::DOUBLE AS population_10k,
    (100 * sum(population_10k::DECIMAL(18, 4)) / sum(sum(population_10k::DECIMAL(18, 4))) OVER ())::DOUBLE AS share_pct
FROM city
GROUP BY side
ORDER BY side DESC
