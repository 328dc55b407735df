import { call, pictureAddress } from "./api.js";
import { $, el, on } from "./dom.js";
import { nameOf } from "./known.js";
import { t } from "./language.js";
import { toast } from "./toast.js";
import { zip } from "./zip.js";

const mostBytes = 1 << 30;
const sizeText = "1 GB";

/** The pictures that are selected, over all searches, until they are put back. Tells `change`. */
export class Selection extends EventTarget {
	#pictures = new Map();

	get size() {
		return this.#pictures.size;
	}

	get pictures() {
		return [...this.#pictures.values()];
	}

	has(id) {
		return this.#pictures.has(id);
	}

	toggle(picture) {
		if (!this.#pictures.delete(picture.id)) this.#pictures.set(picture.id, picture);
		this.dispatchEvent(new Event("change"));
	}

	add(pictures) {
		for (const picture of pictures) this.#pictures.set(picture.id, picture);
		this.dispatchEvent(new Event("change"));
	}

	clear() {
		this.#pictures.clear();
		this.dispatchEvent(new Event("change"));
	}
}

/** Shows the bar of a selection and does what its buttons say. */
export function showSelection(selection, like) {
	selection.addEventListener("change", () => {
		$("selection").hidden = !selection.size;
		$("selected").textContent = t("selected", { n: selection.size });
	});
	on("copy-paths", "click", () => copyPaths(selection.pictures.map(picture => picture.path)));
	on("download", "click", () => download(selection.pictures));
	on("like-selected", "click", () => like(selection.pictures));
	on("select-none", "click", () => selection.clear());
}

export async function copyPaths(paths) {
	toast(await copyText(paths.join("\n")) ? t("copied", { n: paths.length }) : t("copied.not"));
}

async function copyText(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		// Without https there is no clipboard; the old command still works.
		const field = el("textarea", { class: "hidden", "aria-hidden": "true" });
		field.value = text;
		(document.querySelector("dialog[open]") ?? document.body).append(field);
		field.select();
		const done = document.execCommand("copy");
		field.remove();
		return done;
	}
}

/** Downloads a picture as it is, or several as one archive. */
export async function download(pictures) {
	try {
		if (pictures.length === 1) {
			save(await original(pictures[0]), nameOf(pictures[0].path));
			return;
		}
		const files = [];
		let bytes = 0;
		for (const picture of pictures) {
			toast(t("downloading", { done: files.length + 1, n: pictures.length }), { stays: true });
			const blob = await original(picture);
			bytes += blob.size;
			if (bytes > mostBytes) {
				toast(t("download.large", { n: sizeText }));
				return;
			}
			files.push({ name: picture.path, blob });
		}
		save(await zip(files), "pictures.zip");
		toast("");
	} catch (error) {
		toast(t("failed", { reason: error.message }));
	}
}

const original = async picture => (await call(pictureAddress(picture.id, "/original"))).blob();

function save(blob, name) {
	const url = URL.createObjectURL(blob);
	const link = el("a", { href: url, download: name });
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
