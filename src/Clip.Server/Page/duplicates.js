import { go, state } from "./address.js";
import { json, pictureAddress, small, withQuery } from "./api.js";
import { $, el, later, on } from "./dom.js";
import { Growing } from "./growing.js";
import { nameOf } from "./known.js";
import { number, t } from "./language.js";
import { filterQuery, Results } from "./results.js";
import { copyPaths } from "./selection.js";
import { results, say } from "./view.js";

const step = 30;

/** Groups of duplicates. Which pictures are kept is decided here; the page itself deletes nothing. */
export class Duplicates {
	#groups = [];
	#kept = new Map();
	#results = results("duplicates.wait");
	#list;

	/** @param open Called with a list and an index. */
	constructor(list, open) {
		this.open = open;
		this.#list = new Growing(list, step, group => this.#row(group));
		on("threshold", "input", later(600, () => go({ threshold: $("threshold").value })));
		on("copy-rest", "click", () => copyPaths(this.rest));
	}

	/** The paths of all pictures that are not kept. */
	get rest() {
		return this.#groups.flatMap(group => group.paths.filter(path => !this.#kept.get(group).has(path)));
	}

	async load(signal) {
		$("threshold").value = state.threshold;
		const groups = await this.#results(
			withQuery("api/duplicates", { threshold: state.threshold, ...filterQuery(state) }), signal);
		if (!groups) return;
		if (groups !== this.#groups) {
			this.#kept = new Map(groups.map(group => [group, new Set([group.paths[0]])]));
			this.#list.show(this.#groups = groups);
		}
		$("copy-rest").disabled = !this.#groups.length;
		say(this.#groups.length ? `${t("view.duplicates")}: ${this.#groups.length}` : t("duplicates.none"));
	}

	#row(group) {
		const kind = group.exact ? t("duplicates.exact") : group.burst ? t("duplicates.burst")
			: t("duplicates.near", { score: number(group.score, { maximumFractionDigits: 3 }) });
		const pictures = group.paths.map((path, i) => ({ id: group.ids[i], path }));
		const items = pictures.map((picture, i) => this.#item(group, pictures, picture, i));
		return el("li", { class: "twins" },
			el("h2", { text: t("duplicates.group", { n: group.group, kind }) }), el("ul", {}, ...items));
	}

	#item(group, pictures, picture, index) {
		const kept = this.#kept.get(group);
		const facts = el("small", {});
		const name = nameOf(picture.path);
		const view = el("button", {
			class: "twin", "aria-label": t("duplicates.open", { name }),
			onclick: () => this.open(Results.of(pictures), index),
		}, small(picture.id, 320));
		const box = el("input", { type: "checkbox", "aria-label": t("duplicates.keep.label", { name: picture.path }) });
		const item = el("li", {}, view, el("label", {}, box, el("span", { text: t("duplicates.keep") })),
			el("span", { class: "twin-path", title: picture.path, text: picture.path }), facts);
		box.checked = kept.has(picture.path);
		item.classList.toggle("kept", box.checked);
		box.addEventListener("change", () => {
			if (box.checked) kept.add(picture.path);
			else kept.delete(picture.path);
			item.classList.toggle("kept", box.checked);
		});
		json(pictureAddress(picture.id)).then(known => {
			facts.textContent = `${known.width} × ${known.height} · ${number(Math.ceil(known.size / 1024))} KB`;
			Object.assign(picture, { width: known.width, height: known.height, caption: known.captions[0] });
		}).catch(() => { });
		return item;
	}
}
