import { address, filterCount, go, state, withoutFilters, write } from "./address.js";
import { json, place, withQuery } from "./api.js";
import { backToGroups, Clusters } from "./clusters.js";
import { connection, watchConnection } from "./connection.js";
import { $, inPlace, later, on } from "./dom.js";
import { Duplicates } from "./duplicates.js";
import { clearFilters, filterPanel, offerLibraries, toggleFilters } from "./filters.js";
import { Grid } from "./grid.js";
import { globalKeys, showKeys } from "./keys.js";
import { see } from "./known.js";
import { chooseLanguage, language, loadLanguage, number, t } from "./language.js";
import { Lightbox } from "./lightbox.js";
import { PictureMap } from "./map.js";
import { recall, remember } from "./memory.js";
import { watchProgress } from "./progress.js";
import { search } from "./results.js";
import { addTerms, apart, searchBox } from "./search.js";
import { copyPaths, download, Selection, showSelection } from "./selection.js";
import { failure, outdate, say, waitFor } from "./view.js";

const views = ["pictures", "map", "groups", "duplicates"];
const mostKept = 6; // lists that the way back finds as they were left

const selection = new Selection();
const kept = new Map();
let listKey = null;
let list = null;
let groupName = "";
let leaving = new AbortController();
let status = null;
let parts = null;

function start() {
	const open = (pictures, index) => parts.lightbox.open(pictures, index);
	parts = {
		grid: new Grid($("view-pictures"), $("grid"), selection, recall("size", 200), index => open(list, index)),
		lightbox: new Lightbox(selection, left),
		map: new PictureMap($("map"), open),
		clusters: new Clusters($("group-list")),
		duplicates: new Duplicates($("duplicate-list"), open),
	};
	place.library = state.library;
	searchBox();
	filterPanel();
	showSelection(selection, pictures => addTerms(pictures.map(picture => ({ id: picture.id, weight: 1 })), []));
	settings();
	navigation();
	keys();
	address.addEventListener("change", event => show(event.detail));
	connection.addEventListener("restored", () => {
		if (!list || list.error) refresh();
		else parts.grid.set(list, parts.grid.top);
	});
	watchProgress(refresh);
	show(null);
	learn();
}

/** What changes the pictures that are seen; whether one of them is open does not. */
const keyOf = values => write({ ...values, open: "" });

async function show(before) {
	place.library = state.library;
	const view = views.includes(state.view) ? state.view : "pictures";
	const shown = view === "groups" && state.group ? "pictures" : view;
	document.title = [state.terms.filter(term => term.text).map(term => term.text).join(" + "), "Clip"]
		.filter(Boolean).join(" – ");
	navigation();
	if (before && keyOf(before) === keyOf(state)) return;
	leaving.abort();
	leaving = new AbortController();
	const { signal } = leaving;
	keepPlace();
	for (const name of views) $(`view-${name}`).hidden = name !== shown;
	say("");
	if (view === "map") await parts.map.load(signal);
	else if (view === "duplicates") await parts.duplicates.load(signal);
	else if (view === "groups" && !state.group) await parts.clusters.load(signal);
	else if (view === "groups") await showGroup(signal);
	else await showPictures(signal);
	if (!signal.aborted && state.open) parts.lightbox.follow();
}

async function showPictures(signal) {
	const key = keyOf(state);
	const known = kept.get(key);
	const next = known?.list ?? search(state);
	if (!known) {
		say(t("searching"));
		// The address says what is open before its neighbors are found.
		if (state.open) parts.lightbox.follow();
		$("view-pictures").setAttribute("aria-busy", "true");
		signal.addEventListener("abort", next.end);
		await waitFor(t("searching"), signal, () => next.more());
		signal.removeEventListener("abort", next.end);
	}
	if (signal.aborted) return;
	take(key, next, known?.top ?? 0);
}

async function showGroup(signal) {
	const group = await parts.clusters.open(state.group, signal);
	if (signal.aborted) return;
	if (!group) return go({ group: "" }, { replace: true });
	take(keyOf(state), group.list, kept.get(keyOf(state))?.top ?? 0, group.name);
}

function take(key, next, top, group = "") {
	list?.removeEventListener("change", describe);
	[listKey, list, groupName] = [key, next, group];
	list.addEventListener("change", describe);
	parts.grid.set(list, top);
	parts.lightbox.use(list);
	$("view-pictures").setAttribute("aria-busy", "false");
	describe();
}

/** Says how many pictures there are, or why there are none. */
function describe() {
	if ($("view-pictures").hidden) return;
	const { items, isDone, error, took } = list;
	const hasNone = !items.length && !error;
	$("empty").hidden = !hasNone;
	if (error) return say(failure(error));
	if (groupName)
		return $("message").replaceChildren(backToGroups(), `${groupName} · ${t("pictures", { n: items.length })}`);
	if (hasNone) {
		const isAll = !state.terms.length && !filterCount(state);
		const isIndexing = status?.libraries.some(library => library.indexing);
		say("");
		$("empty-text").textContent = t(
			filterCount(state) ? "none.filters" : isAll ? (isIndexing ? "none.indexing" : "none.library") : "none");
		$("empty-action").hidden = !filterCount(state);
		$("empty-action").textContent = t("clear.filters");
		return;
	}
	const total = !state.terms.length && !filterCount(state) && !isDone ? totalOf() : 0;
	const n = total || items.length;
	const pictures = t(isDone || total ? "pictures" : "pictures.more", { n });
	say(took === undefined ? pictures : t("took", { pictures, ms: number(Math.max(1, Math.round(took))) }));
}

const totalOf = () => status?.libraries.find((library, i) =>
	(state.library ? library.name === state.library : !i))?.pictures;

function keepPlace() {
	// What is hidden has no height.
	if (!list || $("view-pictures").hidden) return;
	kept.delete(listKey);
	if (!list.error) kept.set(listKey, { list, top: parts.grid.top });
	if (kept.size <= mostKept) return;
	const [[oldest, { list: left }]] = kept;
	kept.delete(oldest);
	left.end();
}

function refresh() {
	list?.removeEventListener("change", describe);
	list?.end();
	kept.forEach(known => known.list.end());
	kept.clear();
	list = null;
	outdate();
	learn();
	show(null);
}

function left(seen, index) {
	if (seen === list && index >= 0 && !$("view-pictures").hidden) {
		parts.grid.show(index);
		parts.grid.focus();
	}
}

/** Learns what the library holds; the page works before it is known. */
async function learn() {
	try {
		status = await json("api/status");
		offerLibraries(status.libraries.map(library => library.name));
		if (list) describe();
		see((await json(withQuery("api/search", { top: 500 }))).results);
	} catch {
		// What failed fails again where it is needed.
	}
}

function navigation() {
	for (const name of views) {
		const link = $(`to-${name}`);
		link.href = write({ ...state, view: name === "pictures" ? "" : name, group: "", open: "" });
		const isHere = (state.view || "pictures") === name;
		if (isHere) link.setAttribute("aria-current", "page");
		else link.removeAttribute("aria-current");
		inPlace(link, () => go({ view: name === "pictures" ? "" : name, group: "", open: "" }));
	}
	inPlace($("home"), () => go({ ...withoutFilters(), terms: [], view: "", group: "", open: "", rank: "" }));
}

function settings() {
	$("language").value = language;
	on("language", "change", () => chooseLanguage($("language").value));
	$("theme").value = recall("theme", "");
	on("theme", "change", () => {
		remember("theme", $("theme").value);
		chooseColors();
	});
	$("size").value = recall("size", 200);
	const resize = later(60, () => (parts.grid.target = Number($("size").value)));
	on("size", "input", () => {
		remember("size", Number($("size").value));
		resize();
	});
	on("empty-action", "click", clearFilters);
}

function chooseColors() {
	document.documentElement.dataset.theme = recall("theme", "");
}

function keys() {
	const chosen = () => (selection.size ? selection.pictures : [list?.items[parts.grid.active]].filter(Boolean));
	const to = view => () => go({ view, group: "", open: "" });
	globalKeys({
		"/": () => $("query").focus(), "?": showKeys, f: toggleFilters,
		1: to(""), 2: to("map"), 3: to("groups"), 4: to("duplicates"),
		Escape: () => selection.clear(),
		c: () => chosen().length && copyPaths(chosen().map(picture => picture.path)),
		d: () => chosen().length && download(chosen()),
		m: () => chosen().length && addTerms(chosen().map(picture => ({ id: picture.id, weight: 1 })), []),
		x: () => chosen().length && addTerms(chosen().map(picture => ({ id: picture.id, weight: apart }))),
	});
}

await loadLanguage();
chooseColors();
watchConnection();
start();
