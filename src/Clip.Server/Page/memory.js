const mostPictures = 60;

/** What this browser remembers. Storage can be forbidden; the page works without it. */
export function recall(name, otherwise = null, storage = "localStorage") {
	try {
		return JSON.parse(window[storage].getItem(`clip.${name}`)) ?? otherwise;
	} catch {
		return otherwise;
	}
}

export function remember(name, value, storage = "localStorage") {
	try {
		window[storage].setItem(`clip.${name}`, JSON.stringify(value));
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

/** Keeps a picture that the user searched by, so that its link works again on this device, for a while. */
export async function keepPicture(name, picture) {
	held.set(name, picture);
	const names = [name, ...recall("pictures", []).filter(other => other !== name)];
	remember("pictures", names.slice(0, mostPictures));
	const store = (await database)?.transaction("pictures", "readwrite").objectStore("pictures");
	store?.put(picture, name);
	for (const old of names.slice(mostPictures)) store?.delete(old);
	if (held.size > mostPictures) held.delete(held.keys().next().value);
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
