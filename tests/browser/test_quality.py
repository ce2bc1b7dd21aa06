"""What only a browser shows of 数据质量, 本月要点 and notes: links, hovers and the basis of a
number."""

from playwright.sync_api import expect


def test_a_link_opens_the_month_and_the_rule(visit):
    seen = visit("/quality?month=2022-08&rule=cross-check")
    seen.says("246 / 249 项")
    seen.says("日均与当月总量相符")
    seen = visit("/quality?month=2023-07&rule=total-mismatch")
    seen.says("2023-07 没有地市表")
    seen.says("本月缺少这条规则的操作数，无法核对")


def test_a_sentence_tells_at_its_question_mark_where_its_numbers_stand(visit):
    line = visit("/").page.locator("li", has_text="信息化项目共 1,793 个")
    line.locator("summary").press("Enter")
    tip = line.locator(".note > span")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("1,793 个　项目数量：2022-08.xlsx｜信息化项目!C9")
    expect(tip).to_contain_text("推算：已完成验收 ÷ 六个阶段之和")


def test_a_note_tells_itself_on_hover(visit):
    seen = visit("/trends?indicators=citizen_daily_transactions")
    seen.says("很可能是健康码查询停止所致")
    mark = seen.page.locator(".over-months .text")
    mark.hover()
    told = mark.evaluate("mark => getComputedStyle(mark, '::after').content")
    assert "看板维护者，2026-11-25" in told
