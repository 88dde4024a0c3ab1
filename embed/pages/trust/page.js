const way = (platform) => document.querySelector(`[data-platform=${platform}]`);
if (way("macos")?.open && navigator.maxTouchPoints > 1) { // an iPad, which says that it is a Mac
  way("macos").open = false;
  way("ios").open = true;
}
// Tells whether this device trusts the box by now: an address that does not is not reached at all.
const { addresses, path } = document.body.dataset;
const show = (name, on) => { const found = document.querySelector(`[data-${name}]`); if (found) found.hidden = !on; };
const next = document.querySelector("[data-next]");
const state = document.querySelector("[data-state]");
const reached = async (address) => {
  await fetch(address + "/trust/check", { mode: "no-cors", cache: "no-store", signal: AbortSignal.timeout(4000) });
  return address;
};
const look = async () => {
  const found = await Promise.allSettled(addresses.split(" ").map(reached));
  const first = found.findIndex(({ status }) => status === "fulfilled");
  next.classList.toggle("wait", first < 0);
  show("waiting", first < 0);
  show("trusted", first >= 0);
  show("address", first > 0);
  state.classList.toggle("good", first >= 0);
  if (first >= 0) next.href = found[first].value + path;
  else setTimeout(look, 2000);
};
if (state) look();
