/** Keeps integers that a JavaScript number cannot represent, by quoting them before parsing. */
import { endOfString, isEscaped } from '../../text/json-scan.ts';

/** 2^53 has 16 digits; every shorter integer is exact as a number. */
const DIGITS = 16;

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Whether the digits at `start` may be a JSON number rather than part of a string. */
function mayBeNumber(text: string, start: number): boolean {
  let before = text[start - 1] === '-' ? start - 2 : start - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before))) before--;
  const character = text[before];
  if (character !== ':') return character === undefined || character === ',' || character === '[';
  do before--;
  while (before >= 0 && isSpace(text.charCodeAt(before)));
  // Quotes inside a string are escaped, so an unescaped quote before the colon ends a key.
  return text[before] === '"' && !isEscaped(text, before);
}

function mayHoldBigInteger(text: string): boolean {
  for (const { index } of text.matchAll(/\d{16,}/g)) if (mayBeNumber(text, index)) return true;
  return false;
}

/**
 * Returns the JSON text with integers beyond ±(2^53 − 1) written as decimal strings. Fractions, exponents and the
 * content of strings are not changed. Text without such integers is returned as is.
 */
export function keepBigIntegers(text: string): string {
  if (!mayHoldBigInteger(text)) return text;
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    if (end - at >= DIGITS) {
      for (const number of text.slice(at, end).matchAll(/-?\d[\d.eE+-]*/g)) {
        const [token] = number;
        if (!/^-?[1-9]\d{15,}$/.test(token) || Number.isSafeInteger(Number(token))) continue;
        parts.push(text.slice(copied, at + number.index), '"', token, '"');
        copied = at + number.index + token.length;
      }
    }
    at = quote === -1 ? end : endOfString(text, quote);
  }
  parts.push(text.slice(copied));
  return parts.join('');
}
