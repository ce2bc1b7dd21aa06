-- One row per note in force, newest month first. city_name: '' where it is about all.
SELECT
    a.annotation_id, a.month, a.until, a.indicator_code, a.member_code, coalesce(c.name, '') AS city_name,
    platform_label(p.name) AS platform_name, i.name AS indicator_name,
    a.text, a.author, a.written_on
FROM live_annotation a
JOIN indicator i ON i.code = a.indicator_code
LEFT JOIN platform p ON p.code = i.platform_code
LEFT JOIN city c ON c.code = a.member_code
ORDER BY a.month DESC, i.position, a.written_on
