// While work goes on behind a page, look again by itself; without scripts there is a link. Only the parts that tell
// how far it is change, each by its id, so that whoever is on the way to a button by keyboard isn't sent back to the
// top, and nothing that was chosen or ticked meanwhile is lost.
const waiting = document.querySelector("[data-look-again]");
const pause = Number(waiting?.dataset.lookAgain);
const at = waiting?.dataset.at ?? location.href;

async function newest() {
  try {
    const answer = await fetch(at);
    // What the page refuses (a file that can't be read: 422) is an answer, too; a server that is at a loss is none.
    return answer.status < 500 ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null; // Earshot is being started again, say: ask on
  }
}

function changedTicks(part) {
  return [...part.querySelectorAll("input")].filter((input) => input.checked !== input.defaultChecked);
}

// Each part becomes what it is by now. What was ticked in it stays ticked, and whoever is in it stays there.
function follow(page) {
  for (const part of document.querySelectorAll("[data-look-again], [data-follow]")) {
    const held = part.contains(document.activeElement) ? document.activeElement.id : "";
    if (part.contains(document.activeElement) && !(held && page.getElementById(held))) continue;
    const ticks = changedTicks(part).map((input) => [input.id, input.checked]);
    part.replaceChildren(...(page.getElementById(part.id)?.childNodes ?? []));
    for (const [id, checked] of ticks) {
      const input = document.getElementById(id);
      if (input) input.checked = checked;
    }
    if (held) document.getElementById(held)?.focus();
  }
}

// Rows that are new stand where the newest page has them; those that are there stay, with what was chosen in them.
function grow(list, page) {
  let before = null;
  for (const row of page.getElementById(list.id)?.children ?? []) {
    const shown = document.getElementById(row.id);
    const placed = shown ?? document.importNode(row, true);
    if (!shown) list.insertBefore(placed, before ? before.nextSibling : list.firstChild);
    before = placed;
  }
}

async function look() {
  const page = await newest();
  if (!page) return setTimeout(look, pause);
  const isDone = !page.querySelector("[data-look-again]");
  const list = document.querySelector("[data-grow]");
  if (isDone && !list && !changedTicks(document).length) {
    return at === location.href ? location.reload() : location.replace(at);
  }
  follow(page);
  if (list) grow(list, page);
  if (!isDone) setTimeout(look, pause);
}

if (pause) setTimeout(look, pause);
