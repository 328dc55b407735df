import { address, go, state } from "./address.js";
import { small } from "./api.js";
import { $, el, icon, isTyping, on } from "./dom.js";
import { known } from "./known.js";
import { t } from "./language.js";
import { keptPicture, recall, remember } from "./memory.js";
import { parseTerms, splitTerms, typed } from "./terms.js";
import { takePicture } from "./uploads.js";
import { toast } from "./toast.js";

/** The weight of what is unwanted: its kind goes down, and the search does not turn around. */
export const apart = -0.5;

const mostRecent = 30;
const mostSuggestions = 8;

let suggestions = [];
let chosen = -1;
let weighed = null;
let asChips = false; // a single text is a chip too, because another is to follow

/** The box with its chips and suggestions, and the ways to give a picture. */
export function searchBox() {
	on("search", "submit", event => {
		event.preventDefault();
		submit();
	});
	on("add-term", "click", addTerm);
	on("query", "input", suggest);
	on("query", "focus", suggest);
	on("query", "click", suggest);
	on("query", "blur", close);
	on("query", "keydown", onKey);
	on("box", "click", event => event.target === $("box") && $("query").focus());
	// A press would take the focus from the box, and with it the list, before it is let go.
	on("suggestions", "pointerdown", event => event.preventDefault());
	on("suggestions", "click", event => {
		const option = event.target.closest("[role=option]");
		if (option) choose(suggestions[Number(option.dataset.at)]);
	});
	on("clear-terms", "click", () => {
		$("query").value = "";
		go({ terms: [], open: "" });
		fill();
		$("query").focus();
	});
	address.addEventListener("change", event => state.terms !== event.detail.terms && fill());
	listenToPictures();
	listenToWeight();
	fill();
}

/** Searches by a picture as well, or with a negative weight away from it. */
export function addTerms(added, terms = state.terms) {
	const kept = terms.filter(term => !added.some(other => other.id && other.id === term.id));
	go({ view: "", group: "", open: "", terms: [...kept, ...added] });
}

function fill() {
	if (!state.terms.length) asChips = false;
	const { typed: text, chips } = splitTerms(state.terms, asChips);
	$("query").value = text;
	$("chips").replaceChildren(...chips.map(chip));
	$("clear-terms").hidden = !state.terms.length;
	close();
}

/** Terms that the box and the chips say together. */
const terms = () => [...splitTerms(state.terms, asChips).chips, ...parseTerms($("query").value)];

function submit() {
	const text = $("query").value.trim();
	if (text) keepRecent(text);
	go({ terms: terms(), open: "", group: "", view: "" });
	fill();
}

/** Makes a chip of what is typed, so that another term can be typed. */
function addTerm() {
	const text = $("query").value.trim();
	$("query").focus();
	if (!text) return;
	keepRecent(text);
	const list = terms();
	asChips = true;
	go({ terms: list, open: "", group: "", view: "" });
	fill();
}

function chip(term) {
	const name = term.text ?? (term.id ? t("like") : t("term.picture"));
	const weight = Math.abs(term.weight) === 1 ? "" : `${Math.abs(term.weight)}×`;
	const title = t("term.weight", { name, weight: String(term.weight) });
	const text = el("button", { type: "button", class: "chip-text", title },
		el("span", { class: "sign", text: `${term.weight < 0 ? "−" : "+"}${weight}` }),
		term.text ? el("span", { class: "chip-name", text: term.text }) : pictureOf(term, name));
	text.addEventListener("click", () => weigh(term, text));
	const remove = el("button", { type: "button", class: "chip-remove", "aria-label": t("term.remove", { name }) },
		icon("close"));
	remove.addEventListener("click", () => {
		go({ terms: state.terms.filter(other => other !== term), open: "" });
		$("query").focus();
	});
	return el("li", { class: term.weight < 0 ? "chip minus" : "chip" }, text, remove);
}

function pictureOf(term, alt) {
	if (term.id) return small(term.id, 64, alt);
	const image = el("img", { alt });
	keptPicture(term.image).then(kept => kept && (image.src = kept));
	return image;
}

function weigh(term, anchor) {
	weighed = term;
	$("weight-range").value = term.weight;
	$("weight-value").textContent = term.weight;
	const place = anchor.getBoundingClientRect();
	$("weight").style.left = `${Math.max(8, Math.min(place.left, innerWidth - 268))}px`;
	$("weight").style.top = `${place.bottom + 8}px`;
	$("weight").showPopover();
	$("weight-range").focus();
}

function listenToWeight() {
	on("weight-range", "input", () => ($("weight-value").textContent = $("weight-range").value));
	on("weight-range", "change", () => {
		const next = { ...weighed, weight: Number($("weight-range").value) };
		const list = state.terms.map(term => (term === weighed ? next : term));
		weighed = next;
		asChips = true;
		go({ terms: list.filter(term => term.weight), open: "" }, { replace: true });
	});
}

function onKey(event) {
	// Enter ends the composition of a Chinese word first.
	if (event.isComposing) return;
	const isOpen = !$("suggestions").hidden;
	if (event.key === "ArrowDown" || event.key === "ArrowUp") {
		event.preventDefault();
		if (!isOpen) return suggest();
		const step = event.key === "ArrowDown" ? 1 : -1;
		const ring = suggestions.length + 1;
		mark(((chosen < 0 ? suggestions.length : chosen) + step + ring) % ring);
	} else if (event.key === "Enter") {
		event.preventDefault();
		if (isOpen && suggestions[chosen]) choose(suggestions[chosen]);
		else if (event.shiftKey || event.altKey) addTerm();
		else submit();
	} else if (event.key === "Escape" && isOpen) {
		event.preventDefault();
		event.stopPropagation();
		close();
	} else if (event.key === "Backspace" && !$("query").value) {
		const last = splitTerms(state.terms).chips.at(-1);
		if (!last) return;
		event.preventDefault();
		asChips = true;
		go({ terms: state.terms.filter(term => term !== last), open: "" });
		if (last.text) $("query").value = typed(last);
	}
}

/** Marks a suggestion; the one behind the last is none. */
function mark(at) {
	chosen = at < suggestions.length ? at : -1;
	for (const option of $("suggestions").children)
		option.setAttribute("aria-selected", Number(option.dataset.at) === chosen);
	const option = $("suggestions").children[chosen];
	if (option) {
		$("query").setAttribute("aria-activedescendant", option.id);
		option.scrollIntoView({ block: "nearest" });
	} else $("query").removeAttribute("aria-activedescendant");
}

function choose(suggestion) {
	if (suggestion.folder !== undefined) {
		$("query").value = "";
		go({ in: suggestion.folder, terms: terms(), open: "", view: "" });
	} else if (suggestion.camera !== undefined) {
		$("query").value = "";
		go({ camera: [...new Set([...state.camera, suggestion.camera])], terms: terms(), open: "", view: "" });
	} else {
		$("query").value = suggestion.text;
		submit();
	}
}

function suggest() {
	const text = $("query").value.trim();
	if (document.activeElement !== $("query")) return close();
	suggestions = find(text);
	$("suggestions").replaceChildren(...suggestions.map((suggestion, at) => el("li", {
		id: `suggestion-${at}`, role: "option", "data-at": at, "aria-selected": "false",
	}, icon(suggestion.icon), el("span", { text: suggestion.text }),
		suggestion.kind ? el("small", { text: t(suggestion.kind) }) : null)));
	$("suggestions").hidden = !suggestions.length;
	$("query").setAttribute("aria-expanded", String(suggestions.length > 0));
	mark(suggestions.length);
}

function close() {
	$("suggestions").hidden = true;
	$("query").setAttribute("aria-expanded", "false");
	$("query").removeAttribute("aria-activedescendant");
	chosen = -1;
}

function find(text) {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	const fits = name => {
		const lower = name.toLowerCase();
		return words.every(word => lower.startsWith(word) || lower.includes(` ${word}`) || lower.includes(`/${word}`));
	};
	const found = recall("recent", []).filter(name => fits(name) && name !== text)
		.map(name => ({ text: name, icon: "search", kind: "suggestion.recent" })).slice(0, words.length ? 3 : 6);
	const take = (names, most, make) => {
		for (const name of names) {
			if (most <= 0 || found.length >= mostSuggestions) return;
			if (!fits(name) || name === text || found.some(other => other.text === name)) continue;
			found.push(make(name));
			most--;
		}
	};
	if (words.length) {
		take(known.folders.keys(), 2, name => ({ text: name, folder: name, icon: "groups", kind: "suggestion.folder" }));
		take(known.cameras.keys(), 2, name => ({ text: name, camera: name, icon: "picture", kind: "suggestion.camera" }));
	}
	take(known.captions.keys(), words.length ? mostSuggestions : 4, name => ({ text: name, icon: "search" }));
	return found;
}

function keepRecent(text) {
	remember("recent", [text, ...recall("recent", []).filter(other => other !== text)].slice(0, mostRecent));
}

async function byFiles(files) {
	const pictures = [...files].filter(file =>
		file.type.startsWith("image/") || /\.(hei[cf]|avif|jxl|raw|dng)$/i.test(file.name));
	if (!pictures.length) return;
	try {
		const names = await Promise.all(pictures.slice(0, 8).map(takePicture));
		addTerms(names.map(image => ({ image, weight: 1 })), []);
	} catch (error) {
		toast(t("failed", { reason: error.message }));
	}
}

function listenToPictures() {
	on("pick", "click", () => $("file").click());
	on("file", "change", () => {
		byFiles($("file").files);
		$("file").value = "";
	});
	const carries = event => event.dataTransfer?.types.includes("Files");
	let depth = 0;
	const showDrop = by => {
		depth = by === 0 ? 0 : depth + by;
		$("drop").hidden = depth <= 0;
	};
	addEventListener("dragenter", event => carries(event) && showDrop(1));
	addEventListener("dragleave", event => carries(event) && showDrop(-1));
	addEventListener("dragover", event => carries(event) && event.preventDefault());
	addEventListener("drop", event => {
		if (!carries(event)) return;
		event.preventDefault();
		showDrop(0);
		byFiles(event.dataTransfer.files);
	});
	addEventListener("paste", event => {
		if (event.clipboardData?.files.length) {
			event.preventDefault();
			byFiles(event.clipboardData.files);
		} else if (!isTyping(event.target) && event.clipboardData?.getData("text")) {
			$("query").value = event.clipboardData.getData("text").trim();
			$("query").focus();
		}
	});
}
