// A button that copies a field: <button type="button" data-copy="id of the field" data-copied="Copied" hidden>; without this script it stays hidden.
for (const button of document.querySelectorAll('[data-copy][hidden]')) button.hidden = !navigator.clipboard;

addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.querySelector('span').textContent = button.dataset.copied;
  document.querySelector('[data-announce]').textContent = button.dataset.copied;
});
