// Files can be dropped onto the field's frame; without scripts the field itself takes several.

const frame = document.querySelector("[data-drop]");
const field = frame?.querySelector("input[type=file]");
const said = frame?.querySelector("[data-drop-said]");

function tell() {
  const names = [...field.files].map((file) => file.name);
  const first = names.slice(0, 3).join(", ");
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  said.textContent = names.length ? `${names.length} chosen: ${first}${more}` : "";
}

if (frame) {
  frame.querySelector("[data-drop-hint]").hidden = false;
  for (const name of ["dragenter", "dragover"]) {
    frame.addEventListener(name, (event) => {
      event.preventDefault();
      frame.classList.add("drop-over");
    });
  }
  for (const name of ["dragleave", "drop"]) frame.addEventListener(name, () => frame.classList.remove("drop-over"));
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    const all = new DataTransfer();
    for (const file of [...field.files, ...event.dataTransfer.files]) all.items.add(file);
    field.files = all.files;
    tell();
  });
  field.addEventListener("change", tell);
}
