import { icon } from "./dom.js";
import { recall, remember } from "./memory.js";

const languages = ["en", "zh"];
let catalog = {};
let plurals;

/** The language of the page: the one chosen here, else the browser's first that there is. */
export const language = (() => {
	const chosen = recall("language");
	if (languages.includes(chosen)) return chosen;
	const wanted = (navigator.languages ?? [navigator.language]).map(name => name.slice(0, 2).toLowerCase());
	return wanted.find(name => languages.includes(name)) ?? "en";
})();

/** Loads the texts and fills the page with them. */
export async function loadLanguage() {
	catalog = await (await fetch(`page/${language}.json`)).json();
	plurals = new Intl.PluralRules(language);
	document.documentElement.lang = language === "zh" ? "zh-CN" : language;
	translate(document);
}

/** The address holds the state, so that nothing is lost. */
export function chooseLanguage(name) {
	remember("language", name);
	location.reload();
}

/** A text of the catalog. `n` chooses between its `.one` and `.other` forms. */
export function t(key, values = {}) {
	const form = values.n === undefined || catalog[key] !== undefined ? key : `${key}.${plural(values.n)}`;
	const text = catalog[form] ?? key;
	return text.replace(/\{(\w+)\}/g, (_, name) =>
		typeof values[name] === "number" ? number(values[name]) : values[name] ?? "");
}

export const number = (value, options) => value.toLocaleString(language, options);

/** A date as the catalog's language writes it. Times of cameras have no zone, so none is applied. */
export function date(text) {
	const moment = new Date(text);
	return isNaN(moment) ? text : moment.toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

const plural = n => (plurals.select(n) === "one" ? "one" : "other");

function translate(root) {
	for (const element of root.querySelectorAll("[data-icon]")) element.prepend(icon(element.dataset.icon));
	for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
	for (const element of root.querySelectorAll("[data-hint]")) element.placeholder = t(element.dataset.hint);
	for (const element of root.querySelectorAll("[data-label]")) {
		const label = t(element.dataset.label);
		element.setAttribute("aria-label", label);
		if (element.matches("button, a")) element.title = label;
	}
}
