// A click on a header of a table (ui/html_table.py) sorts its rows; a second one turns them round. What has no number comes last.
document.addEventListener("click", (click) => {
  const header = click.target.closest?.(".sheet thead th:has(button)");
  if (!header) return;
  const body = header.closest("table").tBodies[0], at = header.cellIndex;
  const falling = header.getAttribute("aria-sort") === "ascending", turn = falling ? -1 : 1;
  const value = (row) => {
    const text = row.cells[at].textContent, digits = text.replaceAll(",", "").match(/\d+(\.\d+)?/);
    return digits ? (/[▼−-]/.test(text.slice(0, text.search(/\d/))) ? -digits[0] : +digits[0]) : null;
  };
  const rows = [...body.rows].map((row) => [row, value(row), row.cells[at].textContent]);
  const counted = header.classList.contains("num");
  rows.sort(([, a, s], [, b, t]) => !counted ? turn * s.localeCompare(t, "zh") : a === null || b === null ? (a === null) - (b === null) : turn * (a - b));
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", falling ? "descending" : "ascending");
  body.append(...rows.map(([row]) => row));
});
