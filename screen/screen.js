// Turns the slides and follows what is published. One timer each, and nothing is kept: it runs for months.
"use strict";
const LOOK = 20_000, ANSWER = 15_000;
const hold = 1000 * Math.min(Math.max(Number(new URLSearchParams(location.search).get("seconds")) || 15, 5), 300);
let at = 0, paused = false, turning = 0, away = "";

const slides = () => document.querySelectorAll(".slide");
function to(place) {
  const all = slides(), dots = document.querySelectorAll("#dots i");
  at = (place + all.length) % all.length;
  all.forEach((slide, n) => slide.classList.toggle("on", n === at));
  dots.forEach((dot, n) => dot.classList.toggle("on", n === at));
  say();
}
function say() {
  const state = document.querySelector("#state"), pages = `${at + 1} / ${slides().length}`;
  const told = away ? `与服务器的连接中断，${away} 起未更新` : paused ? `已暂停（按空格继续）　${pages}` : pages;
  if (state.textContent !== told) state.textContent = told;
  state.classList.toggle("away", Boolean(away));
}
function wind() {
  clearTimeout(turning);
  turning = paused ? 0 : setTimeout(() => { to(at + 1); wind(); }, hold);
}

function take(text) {
  const made = new DOMParser().parseFromString(text, "text/html"), here = document.documentElement;
  const { version, release } = made.documentElement.dataset;
  if (!release) throw new Error("not the wall's page");  // a proxy's, for instance
  if (release !== here.dataset.release) return location.reload();  // another release: its own script
  const shown = slides()[at].id;
  for (const part of ["header", "main", "footer"]) document.querySelector(part).replaceWith(made.querySelector(part));
  here.dataset.version = version;
  to(Math.max([...slides()].findIndex((slide) => slide.id === shown), 0));
}
async function ask(method) {
  const answer = await fetch(location.href, { method, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(ANSWER) });
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) location.reload();  // to sign in
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}
async function look() {
  try {
    const etag = (await ask("HEAD")).headers.get("ETag");
    if (etag !== document.documentElement.dataset.version) take(await (await ask("GET")).text());
    away = "";
  } catch {
    away ||= new Date().toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  }
  say();
  setTimeout(look, LOOK);
}
addEventListener("keydown", (event) => {
  if (event.key === " ") paused = !paused;
  else if (event.key === "ArrowRight") to(at + 1);
  else if (event.key === "ArrowLeft") to(at - 1);
  else return;
  event.preventDefault();
  say();
  wind();
});
to(0);
wind();
setTimeout(look, LOOK);
