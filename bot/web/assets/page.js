// What the pages do more with a script: the first page becomes a chat, and what an answer
// says and where it stands light up together. Everything works without it.
"use strict";
document.documentElement.classList.add("script");

const talk = document.getElementById("talk");
const form = document.querySelector("form.asking");
const status = document.getElementById("status");
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

if (talk && form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form.action + "?" + new URLSearchParams(new FormData(form)), form.elements.q.value);
  });
  // Choices, examples and "More passages" are questions too.
  document.addEventListener("click", (event) => {
    const a = event.target.closest("a[href]");
    if (!a || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const to = new URL(a.href);
    if (a.getAttribute("href").startsWith("#") || to.origin !== location.origin || to.pathname !== "/" || !to.searchParams.get("q")) return;
    event.preventDefault();
    for (const name of ["after", "before", "source"]) { // it goes on from the answer that stands last
      if (form.elements[name]) to.searchParams.set(name, form.elements[name].value);
    }
    ask(new URL(form.action).pathname + to.search, a.textContent);
  });
  // "/" goes to the question, as long as nothing is being typed.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    form.elements.q.focus();
  });
  form.classList.toggle("going", talk.childElementCount > 0);
}

// ask fetches the page of an answer and puts its turn under those before. Where that fails,
// the browser goes there itself and shows what is wrong.
let asking = false;
async function ask(address, question) {
  if (asking || !question.trim()) return;
  asking = true;
  const button = form.querySelector("button");
  button.disabled = true;
  button.textContent = "Asking …";
  status.textContent = "Looking it up.";
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const turn = page.querySelector(".turn");
    if (!turn) throw new Error("no turn");
    document.querySelectorAll(".hello, .examples").forEach((part) => part.remove());
    talk.append(document.adoptNode(turn));
    // The hidden fields of the new form say what comes next goes on from.
    form.querySelectorAll("input[type=hidden], label").forEach((part) => part.remove());
    form.prepend(...[...page.querySelectorAll("form.asking > input[type=hidden], form.asking > label")].map((part) => document.adoptNode(part)));
    form.elements.q.placeholder = page.querySelector("#q").placeholder;
    form.classList.add("going");
    if (!document.documentElement.classList.contains("embedded")) history.replaceState(null, "", address);
    document.title = page.title;
    form.elements.q.value = "";
    form.elements.q.focus({ preventScroll: true });
    status.textContent = turn.querySelector(".answer").innerText;
    turn.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  } catch {
    location.assign(address);
  } finally {
    asking = false;
    button.disabled = false;
    button.textContent = "Ask";
  }
}

// A vote is sent where it stands; where that fails, as a form.
document.addEventListener("submit", async (event) => {
  const sent = event.target;
  const votes = sent.closest(".votes");
  if (!votes) return;
  event.preventDefault();
  const data = new URLSearchParams(new FormData(sent));
  try {
    const response = await fetch(sent.action, { method: "POST", body: data });
    if (!response.ok) throw new Error(response.status);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const thanks = document.createElement("p");
    thanks.tabIndex = -1;
    thanks.textContent = "Thank you. " + page.getElementById("thanks").textContent;
    votes.replaceWith(thanks);
    thanks.focus();
    status.textContent = thanks.textContent;
  } catch {
    sent.submit();
  }
});

// What is said lights up with the passages that it stands on, and they with it.
function light(target) {
  document.querySelectorAll(".lit").forEach((part) => part.classList.remove("lit"));
  const part = target instanceof Element && target.closest(".said, a.mark, .cited li");
  const turn = part && part.closest(".turn");
  if (!turn) return;
  let numbers;
  if (part.matches(".said")) numbers = part.dataset.cites.trim().split(" ");
  else if (part.matches(".mark")) numbers = [part.textContent];
  else numbers = [String(part.value)];
  for (const n of numbers) document.getElementById(turn.id + "-" + n)?.classList.add("lit");
  if (part.matches(".said")) part.classList.add("lit");
  else for (const said of turn.querySelectorAll(".said")) {
    if (said.dataset.cites.trim().split(" ").includes(numbers[0])) said.classList.add("lit");
  }
}
document.addEventListener("pointerover", (event) => light(event.target));
document.addEventListener("focusin", (event) => light(event.target));

// On a list that is gone through by keys, a letter presses what bears it, of the first item or
// the one that has the focus.
const keyed = document.querySelector("[data-keys]");
if (keyed) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const item = event.target.closest("[data-keys] > li") || keyed.firstElementChild;
    const button = [...(item?.querySelectorAll("[data-key]") || [])].find((b) => b.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    button.click();
    item.querySelector("details[open] input")?.focus();
  });
}

// In a frame of the widget, tell the page around how high this one is.
if (document.documentElement.classList.contains("embedded") && parent !== window) {
  new ResizeObserver(() => parent.postMessage({ hapjak: Math.ceil(document.body.getBoundingClientRect().height) }, "*")).observe(document.body);
}
