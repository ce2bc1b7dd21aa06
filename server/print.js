// Before a page is printed: tables that are canvases become real ones, charts fit the sheet in dark ink, every sheet says what it is.
(() => {
  const made = [], undo = [];
  const add = (tag, into, text) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    into.append(node);
    return node;
  };
  const folded = new Set();  // by the reader, until the sheet is printed
  const width = (text) => [...text].reduce((sum, c) => sum + (c < "\u2e80" ? 1 : 2), 0);
  // A long table that is folded on the screen, or a preview, gives a sheet its first rows: 249 checks were 10 sheets, behind 3 that failed.
  const cut = (place, rows) => rows.length > 61 && (folded.has(place.closest("details")) ? "；展开后打印就是全部" : place.closest(".st-key-preview") && "");
  // Columns that stand in a line of their own below each row: the longest texts of a table that is twice as wide as a sheet
  // (120 letters), or they would be a character wide. Not what names the row.
  const moved = (rows, isNumber, named) => {
    const longest = isNumber.map((_, n) => Math.max(...rows.map((cells) => width(cells[n]))));
    let sum = longest.reduce((all, one) => all + one, 0);
    if (sum < 240) return [];
    const texts = longest.map((_, n) => n).filter((n) => n !== named && !isNumber[n] && longest[n] > 18);
    return texts.sort((a, b) => longest[b] - longest[a]).filter((n) => {
      const fits = sum < 120;
      sum -= longest[n];
      return !fits;
    });
  };
  // `rows`: the header, then the rows, each a list of texts. The table stands behind `place`.
  const table = (place, title, isNumber, all, named = 0, notes = []) => {
    const rest = cut(place, all), rows = typeof rest === "string" ? all.slice(0, 21) : all;
    const below = moved(rows, isNumber, named).sort((a, b) => a - b);
    const beside = isNumber.map((_, n) => n).filter((n) => !below.includes(n));
    const built = document.createElement("table");
    built.className = "on-paper";
    const day = /^\d{4}-\d\d-\d\d$/;
    const look = isNumber.map((number, n) => number ? "number" : rows.every((cells) => cells[n].length < 8 || day.test(cells[n])) ? "short" : "text");
    const row = (into, tag, cells) => {
      const line = add("tr", into);
      beside.forEach((n) => { add(tag, line, cells[n]).className = look[n]; });
    };
    const heading = place.closest("[data-testid=stVerticalBlock]")?.querySelector("h1, h2, h3")?.textContent;
    if (rows.length < all.length) notes.push(`只印前 20 行，共 ${all.length - 1} 行${rest}。`);
    const said = [...(heading?.startsWith(title) ? [] : [title]), ...notes];  // not twice
    if (said.length) add("caption", built, said.join("\n"));
    row(add("thead", built), "th", rows[0]);
    const body = add("tbody", built);
    rows.slice(1).forEach((cells) => {
      row(body, "td", cells);
      const text = below.filter((n) => cells[n]).map((n) => `${rows[0][n]}：${cells[n]}`).join("　");
      if (text) add("td", add("tr", body), text).colSpan = beside.length;
    });
    place.after(built);
    made.push(built);
  };
  // A canvas's text: its title, which columns are numbers, its header, its rows; a tab between cells (ui/on_paper.py).
  const drawn = (pre) => {
    const [title, numbers, ...rows] = pre.textContent.split("\n").map((line) => line.split("\t"));
    table(pre, title[0], numbers.map((number) => number === "1"), rows);
    return title[0];
  };
  // A table of ui/html_table.py without what only leads on, nor of a wide one what is the same in all rows and said above them.
  const written = (sheet) => {
    const wide = sheet.matches(".wide");
    const rows = [...sheet.querySelectorAll("tr")].map((row) => [...row.cells].filter((cell) => !cell.matches(wide ? ".leads, .same" : ".leads")));
    const notes = [...sheet.querySelectorAll(wide ? "caption span" : "caption span:not(.phone)")].map((note) => note.textContent);
    const [head] = rows, named = head.findIndex((cell) => cell.matches(".named"));
    table(sheet, sheet.ariaLabel, head.map((cell) => cell.matches(".num")), rows.map((row) => row.map((cell) => cell.textContent)), named, notes);
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
    folded.clear();
    delete document.documentElement.dataset.dark;
  };
  addEventListener("beforeprint", () => {
    restore();
    const app = document.querySelector("[data-testid=stApp]");
    const dark = !!app && !light(getComputedStyle(app).backgroundColor);
    if (dark) document.documentElement.dataset.dark = "";
    document.querySelectorAll("[data-testid=stMain] details:not([open])").forEach((part) => {
      part.open = true;
      folded.add(part);
      undo.push(() => { part.open = false; });
    });
    const whole = new Set([...document.querySelectorAll("pre.for-paper:not(.masthead)")].map(drawn));
    document.querySelectorAll(".sheet").forEach((sheet) => whole.has(sheet.ariaLabel) || written(sheet));
    masthead();
    charts(dark);
  });
  addEventListener("afterprint", restore);
})();
