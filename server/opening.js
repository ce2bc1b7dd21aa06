// A page is seen once it is whole: its blocks came one by one and moved each other (up to half a screen on a phone). Figures have their height from the start, so nobody waits for them. Until then 正在打开… stands (shell.css).
(() => {
  const root = document.documentElement, main = "[data-testid=stMain]"; // a block without a height of its own grows when its script comes
  const folded = "details:not([open]) *"; // the parts of a form nobody has opened come when they come
  const LONGEST = 8000; // a page that takes longer shows what it has
  const whole = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && document.querySelector(`${main} .stElementContainer`)
    && !document.querySelector(`${main} :is([data-testid=stAppSkeleton], .stElementContainer:not([height$=px]) > [data-testid=stSkeleton]):not(${folded})`);
  const show = () => {
    const seen = document.getElementById("first-sight"), page = document.querySelector(main);
    root.classList.remove("opening");
    frames = Infinity;
    if (page && seen) page.scrollTop = seen.scrollTop; // who reads on stays where they are
    seen?.remove();
  };
  let frames = 0;
  const look = () => {
    frames = whole() ? frames + 1 : 0;
    if (frames > 2) show();
    else requestAnimationFrame(look);
  };
  const { entry } = document.currentScript.dataset; // the frontend's script, where first-sight is to be painted before it runs
  const begin = () => {
    if (document.querySelector("script[type=module]")) return;
    document.head.append(Object.assign(document.createElement("script"), { type: "module", crossOrigin: "", src: entry }));
  };
  if (entry) {
    new PerformanceObserver(begin).observe({ type: "paint", buffered: true });
    setTimeout(begin, 1000); // a page in the background is not painted
  }
  root.classList.add("opening");
  setTimeout(show, LONGEST);
  requestAnimationFrame(look);
})();
