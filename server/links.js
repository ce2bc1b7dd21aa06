// A link in a piece of HTML of ours is followed like one of the menu: the session, and what was chosen for all pages, stay.
document.addEventListener("click", (click) => {
  const link = click.target.closest?.("[data-testid=stMain] a[href^='/']");
  if (!link || link.target || click.defaultPrevented || click.button || click.ctrlKey || click.metaKey || click.shiftKey) return;
  const to = new URL(link.href), here = new URLSearchParams(location.search);
  if (/^\/(data|screen|media|auth|signin)\b/.test(to.pathname)) return;
  click.preventDefault();
  for (const kept of ["known", "rising"]) if (here.has(kept) && !to.searchParams.has(kept)) to.searchParams.set(kept, here.get(kept));
  history.pushState(null, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
});
