import { listen } from "./api.js";
import { $ } from "./dom.js";
import { t } from "./language.js";
import { toast } from "./toast.js";

const replay = 500; // ms in which events tell what was before the connection

const endings = ["updated", "failed", "end"]; // "end" is that of the connection

/** Shows how far indexing has come, and offers to show what it changed. */
export function watchProgress(refresh) {
	let ending = null;
	const start = () => {
		ending = new AbortController();
		listen("api/events", (name, data, age) => show(name, data, age, refresh), ending.signal);
	};
	// A browser has few connections; a page that nobody sees needs none.
	document.addEventListener("visibilitychange", () => {
		ending?.abort();
		ending = null;
		if (!document.hidden) start();
	});
	start();
}

function show(name, data, age, refresh) {
	const isOver = name === "progress" ? data.found_all && data.done >= data.found : endings.includes(name);
	if (isOver) $("progress").hidden = true;
	if (age < replay) return;
	if (name === "progress" && !isOver) {
		$("progress").hidden = false;
		const by = data.workers ? `; ${t("indexing.by", data)}` : "";
		const text = t(data.found_all ? "indexing.progress" : "indexing.search", data) + by;
		const percent = data.found ? Math.floor((100 * data.done) / data.found) : 0;
		$("progress-text").textContent = text;
		const bar = $("progress-bar");
		bar.style.width = `${percent}%`;
		bar.setAttribute("aria-valuenow", percent);
		bar.setAttribute("aria-valuetext", text);
	} else if (name === "updated") {
		if (!(data.added + data.updated + data.removed + (data.moved ?? 0))) return;
		toast(t("indexing.updated", data), { action: { text: t("indexing.show"), run: refresh } });
	}
}
