import { go, state, write } from "./address.js";
import { small, withQuery } from "./api.js";
import { $, el, icon, inPlace, later, on } from "./dom.js";
import { Growing } from "./growing.js";
import { t } from "./language.js";
import { filterQuery, Results } from "./results.js";
import { results, say } from "./view.js";

const samples = 5;
const step = 60;

/** Groups of like pictures: a card each; one that is opened is shown by the grid. */
export class Clusters {
	#groups = [];
	#results = results("groups.wait");
	#list;

	constructor(list) {
		this.#list = new Growing(list, step, card);
		on("group-count", "input", later(600, () => go({ k: $("group-count").value, group: "" })));
	}

	async load(signal) {
		$("group-count").value = state.k;
		const groups = await this.#results(withQuery("api/clusters", { k: state.k, ...filterQuery(state) }), signal);
		if (!groups) return;
		if (groups !== this.#groups) this.#list.show(this.#groups = groups);
		say(this.#groups.length ? `${t("view.groups")}: ${this.#groups.length}` : t("groups.none"));
	}

	/** The pictures of a group as a list for the grid, or null where there is no such group. */
	async open(number, signal) {
		await this.load(signal);
		const group = this.#groups.find(one => String(one.cluster) === number);
		if (!group) return null;
		return { name: nameOf(group), list: Results.of(group.paths.map((path, i) => ({ id: group.ids[i], path }))) };
	}
}

const nameOf = group => group.name || t("group.unnamed", { n: group.cluster });

function card(group) {
	const name = nameOf(group);
	const count = t("pictures", { n: group.size });
	const pictures = el("span", { class: "strip" }, ...group.ids.slice(0, samples).map(id => small(id, 320)));
	const target = write({ ...state, view: "groups", group: String(group.cluster), open: "" });
	const link = el("a", { href: target, class: "card" },
		pictures, el("span", { class: "card-name", text: name }), el("span", { class: "card-count", text: count }));
	inPlace(link, () => go({ group: String(group.cluster) }));
	return el("li", {}, link);
}

/** The way from a group back to all of them. */
export function backToGroups() {
	return el("button", { class: "link", onclick: () => go({ group: "", open: "" }) },
		icon("left"), t("groups.all"));
}
