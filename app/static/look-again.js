// While work goes on behind a page, look again by itself; without scripts there is a link. Only what tells how far
// it is changes, so that whoever is on the way to a button by keyboard isn't sent back to the top.
const parts = "[data-look-again], [data-follow]";
const pause = Number(document.querySelector("[data-look-again]")?.dataset.lookAgain);

async function newest() {
  try {
    const answer = await fetch(location.href);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null; // Earshot is being started again, say: ask on
  }
}

// Whoever is in a part, or has ticked something there, keeps it as it is.
function isInUse(part) {
  const changed = [...part.querySelectorAll("input")].some((input) => input.checked !== input.defaultChecked);
  return changed || part.contains(document.activeElement);
}

async function look() {
  const page = await newest();
  if (page && !page.querySelector("[data-look-again]")) return location.reload();
  const shown = document.querySelectorAll(parts);
  const fresh = page ? page.querySelectorAll(parts) : [];
  if (shown.length === fresh.length) {
    shown.forEach((part, at) => isInUse(part) || part.replaceChildren(...fresh[at].childNodes));
  }
  setTimeout(look, pause);
}

if (pause) setTimeout(look, pause);
