const $ = id => document.getElementById(id);
const state = { results: [], token: null, at: 0, run: 0, again: null };
const key = () => sessionStorage.getItem("key");

async function call(path, options = {}) {
  const headers = new Headers(options.headers);
  if (key()) headers.set("Authorization", "Bearer " + key());
  const response = await fetch(path, { ...options, headers });
  if (response.status === 401) {
    const given = prompt("This server asks for its API key");
    if (given) { sessionStorage.setItem("key", given); return call(path, options); }
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail || response.statusText);
}

async function show(image, address) {
  // With a key, pictures cannot be loaded by their address alone.
  if (!key()) { image.src = address; return; }
  image.src = URL.createObjectURL(await (await call(address)).blob());
  image.onload = () => URL.revokeObjectURL(image.src);
}

const relative = address => address.replace(/^.*?\/api\//, "api/");
const lazy = new IntersectionObserver(entries => entries.forEach(entry => {
  if (!entry.isIntersecting) return;
  lazy.unobserve(entry.target);
  show(entry.target, entry.target.dataset.source).catch(() => { });
}), { rootMargin: "400px" });

function add(results) {
  const part = document.createDocumentFragment();
  for (const result of results) {
    const index = state.results.push(result) - 1;
    const button = document.createElement("button");
    const image = document.createElement("img");
    image.alt = result.caption || result.path;
    image.dataset.source = relative(result.thumbnail);
    lazy.observe(image);
    button.type = "button";
    button.title = result.path;
    button.append(image);
    button.onclick = () => open(index);
    part.append(button);
  }
  $("grid").append(part);
}

async function search(ask, more = false) {
  const run = ++state.run;
  state.again = ask;
  if (!more) { state.results = []; state.token = null; $("grid").replaceChildren(); }
  $("message").textContent = "Searching…";
  try {
    const answer = await (await ask(more ? state.token : null)).json();
    if (run !== state.run) return;
    add(answer.results);
    state.token = answer.next_page_token || null;
    $("more").hidden = !state.token;
    $("message").textContent = state.results.length ? "" : "No picture matches.";
  } catch (error) {
    if (run === state.run) $("message").textContent = navigator.onLine ? error.message : "You are offline.";
  }
}

const byText = text => search(token => call("api/search?" + new URLSearchParams({
  ...(text ? { q: text } : {}), rank: "fused", top: 60, ...(token ? { page_token: token } : {})
})));
const byFile = file => search(token => {
  const form = new FormData();
  form.set("image", file);
  form.set("top", "60");
  if (token) form.set("page_token", token);
  return call("api/search", { method: "POST", body: form });
});
const byPicture = id => search(() => call(`api/pictures/${id}/similar?top=100`));

function open(index) {
  const result = state.results[index];
  if (!result) return;
  state.at = index;
  $("large").alt = result.caption || result.path;
  show($("large"), relative(result.thumbnail) + "?size=1600").catch(() => { });
  $("facts").textContent = [result.path, result.caption, result.captured, result.camera,
    result.width && `${result.width} × ${result.height}`].filter(Boolean).join(" · ");
  $("original").href = relative(result.thumbnail).replace(/thumbnail$/, "original");
  if (!$("box").open) $("box").showModal();
}

function follow() {
  const place = new URLSearchParams(location.search);
  $("query").value = place.get("q") || "";
  place.get("like") ? byPicture(place.get("like")) : byText(place.get("q"));
}

function go(values) {
  history.pushState(null, "", "?" + new URLSearchParams(values));
  follow();
}

$("form").onsubmit = event => { event.preventDefault(); go({ q: $("query").value.trim() }); };
$("file").onchange = () => { if ($("file").files[0]) byFile($("file").files[0]); };
$("more").onclick = () => search(state.again, true);
$("like").onclick = () => { $("box").close(); go({ like: state.results[state.at].id }); };
$("previous").onclick = () => open(state.at - 1);
$("next").onclick = () => open(state.at + 1);
$("close").onclick = () => $("box").close();
$("box").onkeydown = event => {
  if (event.key === "ArrowLeft") open(state.at - 1);
  if (event.key === "ArrowRight") open(state.at + 1);
};
addEventListener("popstate", follow);
addEventListener("dragover", event => { event.preventDefault(); document.body.classList.add("drop"); });
addEventListener("dragleave", () => document.body.classList.remove("drop"));
addEventListener("drop", event => {
  event.preventDefault();
  document.body.classList.remove("drop");
  if (event.dataTransfer.files[0]) byFile(event.dataTransfer.files[0]);
});
addEventListener("paste", event => { if (event.clipboardData.files[0]) byFile(event.clipboardData.files[0]); });
follow();
