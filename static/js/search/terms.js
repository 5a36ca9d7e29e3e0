// Words as the index holds them. generator/search/terms.py says the same in Python, with the reasons.

const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ς: "σ" };
const UNSPACED = /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff]+)/;
const WORD = /[\p{L}\p{N}\p{M}]+(?:[+#]+(?![\p{L}\p{N}\p{M}+#]))?/gu;

export const foldText = (text) =>
  text
    .normalize("NFKD")
    .replace(MARKS, "")
    .toLowerCase()
    .replace(/['’‘ʼʹ´`ـ]/g, "")
    .replace(/[ßæœøđðþłıς]/g, (letter) => PLAIN[letter]);

const stem = (word) => {
  if (!/^[a-z]{4,}$/.test(word) || word === "news") return word;
  if (word.endsWith("ies")) return word.slice(0, -2);
  if (/s$/.test(word) && !/(?:ss|us|is)$/.test(word)) word = word.slice(0, -1);
  if (/(?:ss|us|x|ch|sh|o)e$/.test(word) && word.length > 3) return word.slice(0, -1);
  if (word.endsWith("ie")) return word.slice(0, -1);
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}i` : word;
};

const splitWord = (word) =>
  word.split(UNSPACED).flatMap((part) => {
    if (!UNSPACED.test(part)) return part ? [[part, stem(part)]] : [];
    return Array.from({ length: Math.max(1, part.length - 1) }, (_, at) => part.slice(at, at + 2)).map((two) => [two, two]);
  });

// Each word of a text as it was typed, folded, and as the index has it.
export const splitTerms = (text) => [...foldText(text).matchAll(WORD)].flatMap(([word]) => splitWord(word));

// The pieces of a text in order, [text, whether it is one of the words searched for].
export const markTerms = (text, wanted) => {
  const pieces = [];
  let last = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}'’]+[+#]*/gu)) {
    for (const [at, length] of matches(word, wanted)) {
      pieces.push([text.slice(last, index + at), false], [word.slice(at, at + length), true]);
      last = index + at + length;
    }
  }
  pieces.push([text.slice(last), false]);
  return pieces.filter(([piece]) => piece);
};

const matches = (word, wanted) => {
  if (UNSPACED.test(word)) {
    const places = wanted.filter(({ typed }) => UNSPACED.test(typed)).flatMap(({ typed }) => {
      const at = word.normalize("NFKD").length === word.length ? foldText(word).indexOf(typed) : -1;
      return at < 0 ? [] : [[at, typed.length]];
    });
    places.sort(([one], [other]) => one - other);
    return places.filter(([at], number) => !number || at >= places[number - 1][0] + places[number - 1][1]);
  }
  const found = splitTerms(word).some(([typed, term]) =>
    wanted.some((each) => each.terms.has(term) || (each.isPrefix && typed.startsWith(each.typed))));
  return found ? [[0, word.length]] : [];
};
