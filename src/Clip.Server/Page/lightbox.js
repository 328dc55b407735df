import { address, go, state } from "./address.js";
import { call, hasKey, json, pictureAddress, replace, show, thumbnail } from "./api.js";
import { $, el, on } from "./dom.js";
import { nameOf } from "./known.js";
import { date, number, t } from "./language.js";
import { recall, remember } from "./memory.js";
import { addTerms, apart } from "./search.js";
import { copyPaths, download } from "./selection.js";
import { toast } from "./toast.js";
import { failure } from "./view.js";
import { Zoom } from "./zoom.js";

const largeEdge = 1600;
const narrow = 700;
const originals = /\.(jpe?g|png|webp|gif|avif|bmp)$/i;

/** One picture over the page, with what is known about it. The address says which (`open`). */
export class Lightbox {
	#list = null;
	#index = -1;
	#id = "";
	#facts = null;
	#ending = new AbortController();
	#zoom;
	#isOurs = false;

	/** @param left Called when the box closes, with the list and the index of what was seen last. */
	constructor(selection, left) {
		Object.assign(this, { selection, left });
		this.#zoom = new Zoom($("stage"), $("large"), step => this.#go(step), () => this.#sharpen());
		on("light-close", "click", () => this.close());
		on("previous", "click", () => this.#go(-1));
		on("next", "click", () => this.#go(1));
		on("light-in", "click", () => this.#zoom.by(1.5));
		on("light-out", "click", () => this.#zoom.by(1 / 1.5));
		on("light-facts", "click", () => this.#showFacts($("facts").hidden));
		on("light-like", "click", () => this.#like());
		on("light-unlike", "click", () => this.#unlike());
		on("light-select", "click", () => this.#select());
		on("fact-copy", "click", () => copyPaths([this.#picture.path]));
		on("fact-download", "click", () => download([this.#picture]));
		on("original", "click", event => hasKey() && this.#openOriginal(event));
		on("lightbox", "keydown", event => this.#key(event));
		on("lightbox", "cancel", event => {
			event.preventDefault();
			this.close();
		});
		// A second Escape closes it whatever is said to the first.
		on("lightbox", "close", () => state.open && this.close());
		on("large", "error", () => $("large").hasAttribute("src") && this.#fail());
		selection.addEventListener("change", () => this.#mark());
		address.addEventListener("change", () => this.follow());
		this.#showFacts(innerWidth > narrow && recall("facts", innerWidth > 1000));
	}

	/** Opens a picture of a list. */
	open(list, index) {
		this.#list = list;
		this.#index = index;
		this.#isOurs = true;
		go({ open: list.items[index].id });
	}

	/** Takes a list that holds what is shown, so that there is a next and a previous one. */
	use(list) {
		this.#list = list;
		this.#index = list.items.findIndex(picture => picture.id === this.#id);
		if (this.#id) this.#place();
	}

	/** Shows what the address says. */
	follow() {
		if (!state.open) {
			if ($("lightbox").open) this.#hide();
			return;
		}
		if (state.open === this.#id && $("lightbox").open) return;
		if (this.#list?.items[this.#index]?.id !== state.open)
			this.#index = this.#list?.items.findIndex(picture => picture.id === state.open) ?? -1;
		this.#show(state.open);
	}

	close() {
		// The way back takes a moment, in which nothing may go further back.
		if (!this.#isOurs) return go({ open: "" }, { replace: true });
		this.#isOurs = false;
		history.back();
	}

	get #picture() {
		return this.#list?.items[this.#index] ?? this.#facts ?? { id: this.#id, path: "" };
	}

	#show(id) {
		this.#ending.abort();
		this.#ending = new AbortController();
		const { signal } = this.#ending;
		this.#id = id;
		this.#facts = null;
		const image = $("large");
		image.alt = this.#picture.caption || nameOf(this.#picture.path);
		image.classList.remove("broken");
		this.#zoom.reset(this.#picture.width, this.#picture.height);
		const fail = error => error.name !== "AbortError" && !signal.aborted && this.#fail();
		// The small one is there at once, and stays until the large one has come.
		show(image, thumbnail(id, 320), signal).then(() => replace(image, thumbnail(id, largeEdge), signal)).catch(fail);
		if (!$("lightbox").open) $("lightbox").showModal();
		this.#place();
		this.#mark();
		this.#fill();
		json(pictureAddress(id), { signal }).then(facts => {
			this.#facts = facts;
			if (!image.alt) image.alt = facts.captions[0] ?? nameOf(facts.path);
			this.#zoom.size(facts.width, facts.height);
			this.#fill();
		}).catch(fail);
		// The next one is likely to be asked for.
		const next = this.#list?.items[this.#index + 1];
		if (next) replace(new Image(), thumbnail(next.id, largeEdge), signal).catch(() => { });
	}

	#hide() {
		this.#ending.abort();
		this.#id = "";
		this.#isOurs = false;
		$("lightbox").close();
		$("large").removeAttribute("src");
		this.left(this.#list, this.#index);
	}

	/** Opens the original in a tab whose own request could carry no key. */
	async #openOriginal(event) {
		event.preventDefault();
		const tab = open();
		try {
			const url = URL.createObjectURL(await (await call($("original").href)).blob());
			tab.location = url;
			setTimeout(() => URL.revokeObjectURL(url), 60_000);
		} catch (error) {
			tab.close();
			toast(failure(error));
		}
	}

	/** Loads the original where the picture is zoomed beyond its preview. */
	#sharpen() {
		const picture = this.#facts ?? this.#picture;
		if (!originals.test(picture.path ?? "") || Math.max(picture.width, picture.height) <= largeEdge) return;
		replace($("large"), pictureAddress(this.#id, "/original"), this.#ending.signal).catch(() => { });
	}

	async #go(step) {
		if (!this.#list || this.#index < 0) return;
		const to = this.#index + step;
		if (to >= this.#list.items.length && !this.#list.isDone) await this.#list.more();
		const picture = this.#list.items[to];
		if (!picture) return;
		this.#index = to;
		go({ open: picture.id }, { replace: true });
		if (to + 5 > this.#list.items.length) this.#list.more();
	}

	#place() {
		const items = this.#list?.items ?? [];
		const at = this.#index;
		$("light-place").textContent = at < 0 ? "" : t("picture.place", {
			n: at + 1, total: this.#list.isDone ? items.length : `${number(items.length)}+`,
		});
		$("previous").disabled = at <= 0;
		$("next").disabled = at < 0 || (at + 1 >= items.length && this.#list.isDone);
	}

	#mark() {
		const isSelected = this.selection.has(this.#id);
		$("light-select").setAttribute("aria-pressed", String(isSelected));
	}

	#select() {
		this.selection.toggle(this.#picture);
	}

	#like() {
		this.#isOurs = false;
		go({ view: "", group: "", open: "", terms: [{ id: this.#id, weight: 1 }] });
	}

	#unlike() {
		this.#isOurs = false;
		addTerms([{ id: this.#id, weight: apart }]);
	}

	#fail() {
		$("large").classList.add("broken");
		$("large").alt = t("picture.broken");
	}

	#showFacts(isShown) {
		$("facts").hidden = !isShown;
		$("light-facts").setAttribute("aria-expanded", String(isShown));
		$("lightbox").classList.toggle("wide", isShown);
		// On a phone they cover the picture.
		if (innerWidth > narrow) remember("facts", isShown);
		this.#zoom?.fit();
	}

	#fill() {
		const picture = this.#picture;
		const facts = { ...picture, ...this.#facts };
		const captions = facts.captions ?? [picture.caption].filter(Boolean);
		const folder = (facts.path ?? "").slice(0, Math.max(0, (facts.path ?? "").lastIndexOf("/")));
		const lines = [
			["fact.captions", captions.length ? el("ul", {}, ...captions.map(text => el("li", { text }))) : null],
			["fact.path", facts.path && el("span", { text: facts.path })],
			["", folder && this.#link("fact.folder", { in: folder, terms: [] })],
			["fact.captured", facts.captured && date(facts.captured)],
			["fact.camera", facts.camera],
			["fact.place", typeof facts.latitude === "number"
				? [facts.latitude, facts.longitude].map(one => number(one, { maximumFractionDigits: 5 })).join(", ")
				: null],
			["", typeof facts.latitude === "number"
				&& this.#link("fact.near", { near: `${facts.latitude},${facts.longitude},10`, terms: [] })],
			["fact.size", facts.width && [`${facts.width} × ${facts.height}`, size(facts.size)].filter(Boolean).join(" · ")],
			["fact.score", typeof picture.score === "number" && number(picture.score, { maximumFractionDigits: 4 })],
		];
		$("fact-list").replaceChildren(...lines.filter(([, value]) => value).flatMap(([name, value]) => [
			name ? el("dt", { text: t(name) }) : null, el("dd", {}, value),
		]).filter(Boolean));
		$("light-caption").textContent = captions[0] ?? nameOf(facts.path ?? "");
		$("original").href = pictureAddress(this.#id, "/original");
	}

	#link(text, changes) {
		return el("button", {
			class: "link", text: t(text), onclick: () => {
				this.#isOurs = false;
				go({ view: "", group: "", open: "", ...changes });
			},
		});
	}

	#key(event) {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const actions = {
			ArrowLeft: () => this.#zoom.pan(80, 0) || this.#go(-1), ArrowRight: () => this.#zoom.pan(-80, 0) || this.#go(1),
			ArrowUp: () => this.#zoom.pan(0, 80), ArrowDown: () => this.#zoom.pan(0, -80),
			"+": () => this.#zoom.by(1.5), "=": () => this.#zoom.by(1.5), "-": () => this.#zoom.by(1 / 1.5),
			0: () => this.#zoom.fit(), i: () => this.#showFacts($("facts").hidden), m: () => this.#like(),
			x: () => this.#unlike(), c: () => copyPaths([this.#picture.path]), d: () => download([this.#picture]),
			" ": () => !event.target.closest("button, a") && (this.#select(), true),
		};
		const action = actions[event.key];
		if (!action) return;
		event.stopPropagation();
		if (action() !== false) event.preventDefault();
	}
}

function size(bytes) {
	if (!bytes) return "";
	const unit = Math.min(3, Math.floor(Math.log2(bytes) / 10));
	return `${number(bytes / 2 ** (10 * unit), { maximumFractionDigits: unit ? 1 : 0 })} ${["B", "KB", "MB", "GB"][unit]}`;
}
