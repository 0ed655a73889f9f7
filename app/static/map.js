// Draws the network map from the facts on the page. Text from lists only ever becomes text.

const facts = JSON.parse(document.getElementById("map-facts").textContent);
const frame = document.getElementById("map-picture");
const said = document.getElementById("map-said");
const words = document.getElementById("map-words");
const chosen = document.getElementById("map-chosen");

const nodes = new vis.DataSet(facts.nodes);
const network = new vis.Network(frame, { nodes, edges: new vis.DataSet(facts.edges) }, facts.options);
const order = facts.nodes.map((node) => node.id);
let current = -1;

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const glide = still ? false : { duration: 250, easingFunction: "easeInOutQuad" };

network.once("afterDrawing", () => {
  network.fit({ animation: false });
  frame.dataset.drawn = "yes";
});

// Small labels appear as one comes nearer, so that the whole picture stays readable.
const NEAR = 0.8;
const withLabels = facts.nodes.filter((node) => node.near);
let isNear = false;
function labelsForScale() {
  const near = network.getScale() >= NEAR;
  if (near === isNear) return;
  isNear = near;
  nodes.update(withLabels.map((node) => ({ id: node.id, label: near ? node.near : " " })));
}
network.on("zoom", labelsForScale);
network.on("animationFinished", labelsForScale);

function neighbours(id) {
  return facts.edges
    .filter((edge) => edge.from === id || edge.to === id)
    .map((edge) => ({ id: edge.from === id ? edge.to : edge.from, about: edge.about }));
}

function line(text, link) {
  const item = document.createElement("li");
  const inside = document.createElement(link ? "a" : "span");
  if (link) inside.href = link;
  inside.textContent = text;
  item.append(inside);
  return item;
}

function show(id) {
  const node = nodes.get(id);
  if (!node) return;
  current = order.indexOf(id);
  network.selectNodes([id]);
  words.hidden = true;
  chosen.hidden = false;
  chosen.querySelector("h2").textContent = facts.names[id];
  chosen.querySelector("p").textContent = node.about;
  const links = chosen.querySelector("ul.ways");
  links.replaceChildren();
  if (facts.pages[id]) links.append(line("Open its page", facts.pages[id]));
  if (facts.around[id]) links.append(line("See its surroundings", facts.around[id]));
  const ties = chosen.querySelector("ul.ties");
  ties.replaceChildren();
  for (const tie of neighbours(id)) ties.append(line(`${facts.names[tie.id]}: ${tie.about}`));
  said.textContent = `${facts.names[id]}. ${node.about}`;
}

function forget() {
  current = -1;
  network.unselectAll();
  words.hidden = false;
  chosen.hidden = true;
  said.textContent = "";
}

network.on("selectNode", (event) => show(event.nodes[0]));
network.on("deselectNode", forget);
network.on("doubleClick", (event) => {
  const id = event.nodes[0];
  if (id && facts.around[id]) location.assign(facts.around[id]);
});

function zoom(by) {
  network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * by)), animation: glide });
  if (still) labelsForScale();
}

function step(by) {
  if (!order.length) return;
  const next = (current + by + order.length) % order.length;
  show(order[next]);
  network.focus(order[next], { animation: glide, scale: Math.max(0.7, network.getScale()) });
}

const keys = {
  ArrowRight: () => step(1),
  ArrowDown: () => step(1),
  ArrowLeft: () => step(-1),
  ArrowUp: () => step(-1),
  "+": () => zoom(1.3),
  "=": () => zoom(1.3),
  "-": () => zoom(1 / 1.3),
  0: () => network.fit({ animation: glide }),
  Escape: forget,
  Enter: () => {
    const id = order[current];
    if (id && facts.around[id]) location.assign(facts.around[id]);
  },
};
frame.addEventListener("keydown", (event) => {
  if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key]();
});

document.getElementById("map-nearer").addEventListener("click", () => zoom(1.3));
document.getElementById("map-farther").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("map-whole").addEventListener("click", () => network.fit({ animation: glide }));
chosen.querySelector("button").addEventListener("click", () => {
  forget();
  frame.focus();
});

document.getElementById("map-find").addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = document.getElementById("map-find-text").value.trim().toLocaleLowerCase();
  const found = wanted && order.find((id) => facts.names[id].toLocaleLowerCase().includes(wanted));
  if (!found) {
    said.textContent = "Nothing on this map has that in its name.";
    return;
  }
  show(found);
  network.focus(found, { animation: glide, scale: 1 });
  frame.focus();
});

// The picture to take away: on white, and marked when it shows example data.
function picture() {
  const drawn = frame.querySelector("canvas");
  const sheet = document.createElement("canvas");
  sheet.width = drawn.width;
  sheet.height = drawn.height;
  const pen = sheet.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(drawn, 0, 0);
  if (facts.mark) {
    pen.fillStyle = "#4d3500";
    pen.font = `bold ${Math.max(14, Math.round(sheet.width / 60))}px system-ui, sans-serif`;
    pen.fillText(facts.mark, 16, sheet.height - 16);
  }
  return sheet.toDataURL("image/png");
}

document.getElementById("map-png").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = picture();
  link.download = facts.file;
  link.click();
});
for (const control of document.querySelectorAll(".map-controls [disabled]")) control.disabled = false;
