// While work goes on behind a page, look again by itself; without scripts there is a link.
const under = document.querySelector("[data-look-again]");
if (under) setTimeout(() => location.replace(location.href), Number(under.dataset.lookAgain));
