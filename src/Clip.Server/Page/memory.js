/** What this browser remembers. Storage can be forbidden; the page works without it. */
export function recall(name, otherwise = null) {
	try {
		return JSON.parse(localStorage.getItem(`clip.${name}`)) ?? otherwise;
	} catch {
		return otherwise;
	}
}

export function remember(name, value) {
	try {
		localStorage.setItem(`clip.${name}`, JSON.stringify(value));
	} catch {
		// Full or forbidden: nothing that the page needs is lost.
	}
}

const database = new Promise(resolve => {
	const opening = indexedDB.open("clip", 1);
	opening.onupgradeneeded = () => opening.result.createObjectStore("pictures");
	opening.onsuccess = () => resolve(opening.result);
	opening.onerror = () => resolve(null);
}).catch(() => null);

const held = new Map();

/** Keeps a picture that the user searched by, so that its link works again on this device. */
export async function keepPicture(name, picture) {
	held.set(name, picture);
	(await database)?.transaction("pictures", "readwrite").objectStore("pictures").put(picture, name);
}

/** A kept picture, or null. */
export async function keptPicture(name) {
	if (held.has(name)) return held.get(name);
	const source = await database;
	if (!source) return null;
	const picture = await new Promise(resolve => {
		const reading = source.transaction("pictures").objectStore("pictures").get(name);
		reading.onsuccess = () => resolve(reading.result ?? null);
		reading.onerror = () => resolve(null);
	});
	if (picture) held.set(name, picture);
	return picture;
}
