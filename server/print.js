// Before a page is printed: tables that are canvases become real ones, charts fit the sheet in dark ink, every sheet says what it is.
(() => {
  const made = [], undo = [];
  const add = (tag, into, text) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    into.append(node);
    return node;
  };
  // `rows`: the header, then the rows, each a list of texts. The table stands behind `place`.
  const table = (place, title, isNumber, rows) => {
    const built = document.createElement("table");
    built.className = `on-paper${isNumber.length > 10 ? " many" : ""}`;
    const day = /^\d{4}-\d\d-\d\d$/;
    const short = (texts) => texts.every((text) => text.length < 8 || day.test(text)) && !(isNumber.length > 10 && texts.some((text) => /\p{Script=Han}{5}/u.test(text)));
    const look = isNumber.map((number, n) => number ? "number" : short(rows.map((cells) => cells[n])) ? "short" : "text");
    const row = (into, tag, cells) => {
      const line = add("tr", into);
      cells.forEach((cell, n) => { add(tag, line, cell).className = look[n]; });
    };
    const heading = place.closest("[data-testid=stVerticalBlock]")?.querySelector("h1, h2, h3")?.textContent;
    if (!heading?.startsWith(title)) add("caption", built, title);  // not twice
    row(add("thead", built), "th", rows[0]);
    const body = add("tbody", built);
    rows.slice(1).forEach((cells) => row(body, "td", cells));
    place.after(built);
    made.push(built);
  };
  // A canvas's text: its title, which columns are numbers, its header, its rows; a tab between cells (ui/on_paper.py).
  const drawn = (pre) => {
    const [title, numbers, ...rows] = pre.textContent.split("\n").map((line) => line.split("\t"));
    table(pre, title[0], numbers.map((number) => number === "1"), rows);
    return title[0];
  };
  // A table of ui/html_table.py, all columns, without what only leads on.
  const written = (sheet) => {
    const rows = [...sheet.querySelectorAll("tr")].map((row) => [...row.cells].filter((cell) => !cell.matches(".leads")));
    table(sheet, sheet.ariaLabel, rows[0].map((cell) => cell.matches(".num")), rows.map((row) => row.map((cell) => cell.textContent)));
  };
  const light = (colour) => {
    const [r, g, b, a = "1"] = colour.match(/[\d.]+/g) ?? ["0", "0", "0"];
    return +a > 0 && 0.3 * r + 0.59 * g + 0.11 * b > 140;
  };
  const set = (node, property, value) => {
    const before = node.style.getPropertyValue(property);
    node.style.setProperty(property, value, "important");
    undo.push(() => { node.style.removeProperty(property); if (before) node.style.setProperty(property, before); });
  };
  // 186 mm are 703 pixels, less the frame of a card.
  const charts = (dark) => document.querySelectorAll("[data-testid=stPlotlyChart] .js-plotly-plot").forEach((chart) => {
    const fits = Math.min(1, 660 / chart.getBoundingClientRect().width);
    if (fits < 1) set(chart.closest("[data-testid=stPlotlyChart]"), "zoom", fits);
    if (dark) chart.querySelectorAll("text:not(.bartext)").forEach((text) => {
      if (light(getComputedStyle(text).fill) && !text.closest("[data-on-colour]")) set(text, "fill", "#1f2a3a");
    });
  });
  // Title, month and 模拟数据 in the margin of every sheet, the choices in force above the first.
  const masthead = () => {
    const said = document.querySelector("pre.for-paper.masthead")?.textContent.split("\n") ?? [document.title, ""];
    const now = new Date().toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
    const style = add("style", document.head, `@page { @top-center { content: ${JSON.stringify(said[0])}; font-size: 9pt; } }`);
    const block = document.createElement("div");
    block.className = "masthead-on-paper";
    said.slice(1).filter(Boolean).forEach((line) => add("div", block, line));
    add("div", block, `打印时间：${now}（北京时间）`);
    document.querySelector("[data-testid=stMainBlockContainer]")?.prepend(block);
    made.push(style, block);
  };
  const restore = () => {
    made.splice(0).forEach((node) => node.remove());
    undo.splice(0).forEach((back) => back());
    delete document.documentElement.dataset.dark;
  };
  addEventListener("beforeprint", () => {
    restore();
    const app = document.querySelector("[data-testid=stApp]");
    const dark = !!app && !light(getComputedStyle(app).backgroundColor);
    if (dark) document.documentElement.dataset.dark = "";
    document.querySelectorAll("[data-testid=stMain] details:not([open])").forEach((folded) => {
      folded.open = true;
      undo.push(() => { folded.open = false; });
    });
    const whole = new Set([...document.querySelectorAll("pre.for-paper:not(.masthead)")].map(drawn));
    document.querySelectorAll(".sheet").forEach((sheet) => whole.has(sheet.ariaLabel) || written(sheet));
    masthead();
    charts(dark);
  });
  addEventListener("afterprint", restore);
})();
