// Keys for deciding row by row. They work only while something within a row has the focus.

const rows = [...document.querySelectorAll("[data-row]")];
document.getElementById("keys")?.removeAttribute("hidden");

function choose(row, value) {
  const radios = [...row.querySelectorAll("input[type=radio]")];
  const offered = radios.filter((radio) => radio.value.startsWith("accept:"));
  const wanted = /^[1-5]$/.test(value) ? offered[Number(value) - 1] : radios.find((radio) => radio.value === value);
  if (!wanted) return;
  wanted.checked = true;
  wanted.focus();
}

function move(row, step) {
  const next = rows[rows.indexOf(row) + step];
  const target = next?.querySelector("input[type=radio]:checked");
  target?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const meanings = { n: "new", s: "skip", l: "later" };

document.getElementById("waiting")?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" || event.key === "k") move(row, event.key === "j" ? 1 : -1);
  else if (event.key === "x") row.querySelector("input[type=checkbox]")?.click();
  else if (meanings[event.key] || /^[1-5]$/.test(event.key)) choose(row, meanings[event.key] ?? event.key);
  else return;
  event.preventDefault();
});
