const heaviest = 1000;

/** Reads what was typed as the command line does: `dog + 2:beach - people`. A hyphen inside a word is no sign. */
export function parseTerms(text) {
	const terms = [];
	let sign = 1;
	for (const part of text.split(/(?:^|\s)([+-])(?=\s|\S)/)) {
		if (part === "+" || part === "-") {
			sign = part === "-" ? -1 : 1;
			continue;
		}
		const [, number, rest] = /^\s*(?:(\d+(?:\.\d+)?):(?=\s*\S))?\s*([^]*?)\s*$/.exec(part);
		if (rest) terms.push({ text: rest, weight: sign * Math.min(number ? Number(number) : 1, heaviest) });
		sign = 1;
	}
	return terms;
}

/** What stands in the box as plain text, and what is chips: a search for one text needs no chip. */
export function splitTerms(terms, asChips = false) {
	const isPlain = !asChips && terms.length === 1 && terms[0].text && terms[0].weight === 1;
	return isPlain ? { typed: terms[0].text, chips: [] } : { typed: "", chips: terms };
}

/** A term as a person would type it again. */
export const typed = term =>
	`${term.weight < 0 ? "-" : ""}${Math.abs(term.weight) === 1 ? "" : `${Math.abs(term.weight)}:`}${term.text}`;
