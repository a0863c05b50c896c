/** Each escape, tried with what is written to break out of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  guardLines,
  html,
  markdownCell,
  markdownCode,
  markdownFence,
  markdownInline,
  mermaidLabel,
  shorten,
  terminal,
} from '../../src/report/escape.ts';
import { codePoint } from '../code-points.ts';

test.each([
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['a\nb\tc\r', 'a\\u{a}b\\u{9}c\\u{d}'],
  ['\u202eabc\u2066\u200b\ufeff\u00ad', '\\u{202e}abc\\u{2066}\\u{200b}\\u{feff}\\u{ad}'],
  ['a\u00a0b\u2028c\u3164', 'a\\u{a0}b\\u{2028}c\\u{3164}'],
  ['\u{e0041}\ud800', '\\u{e0041}\\u{d800}'],
  ['##[set-output]x ##vso[x] ###[x]', '#\\u{23}[set-output]x #\\u{23}vso[x] ##\\u{23}[x]'],
  ['größe 名前 ## heading', 'größe 名前 ## heading'],
])('terminal: %j', (given, shown) => {
  expect(terminal(given)).toBe(shown);
});

test('a line that starts with a command is shown, not obeyed, behind blanks and colours too', () => {
  expect(guardLines('::error::x\n  ::error::x\n\u001b[31m::error::x\na ::error::x')).toBe(
    '\\u{3a}:error::x\n  \\u{3a}:error::x\n\u001b[31m\\u{3a}:error::x\na ::error::x',
  );
});

test.each([
  ['a|b', 'a&#124;b'],
  ['<img src=x>', '&lt;img src=x&gt;'],
  ['&lt;', '&amp;lt;'],
  ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
  ['`x` **b** _i_ ~~s~~ $m$', '\\`x\\` \\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\$m\\$'],
  ['@everyone', '@&#8203;everyone'],
  ['#12 o/r#3 GH-4', '\\#&#8203;12 o/r#&#8203;3 GH-&#8203;4'],
  ['https://a.example www.a.example a@a.example', 'https:&#8203;//a.example www&#8203;.a.example a@&#8203;a.example'],
  [':white_check_mark:', ':&#8203;white\\_check\\_mark:'],
  ['# h', '\\# h'],
  ['- item', '\\- item'],
  ['1. item', '1&#8203;. item'],
  ['a\nb', 'a\\\\u{a}b'],
])('markdown: %j', (given, written) => {
  expect(markdownInline(given)).toBe(written);
});

test.each([
  ['aws_a.b["x"]', '`aws_a.b["x"]`'],
  ['a`b', '``a`b``'],
  ['`a``', '``` `a`` ```'],
  [' ', '`(empty)`'],
  ['a<b', '<code>a&lt;b</code>'],
])('code span: %j', (given, written) => {
  expect(markdownCode(given)).toBe(written);
});

test('a code span in a table cell holds no pipe', () => {
  expect(markdownCell('a["x|y"]')).toBe('<code>a\\["x&#124;y"\\]</code>');
});

test('a fence is longer than what it holds', () => {
  expect(markdownFence(['a', '`````'], 'diff')).toBe('``````diff\na\n`````\n``````');
});

test('html and mermaid leave nothing that their parsers know', () => {
  expect(html('<a href="x">\'&`')).toBe('&#60;a href=&#34;x&#34;&#62;&#39;&#38;&#96;');
  expect(mermaidLabel('a["x"];--> %% 名')).toBe('a#91;#34;x#34;#93;#59;--#62; #37;#37; #21517;');
});

describe('shorten', () => {
  test('keeps head and tail', () => {
    expect(shorten('module.a.aws_b.c', 9)).toBe('modu…_b.c');
    expect(shorten('short', 9)).toBe('short');
  });

  test('never cuts a character in two and never grows', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint, maxLength: 60 }), fc.integer({ min: 3, max: 40 }), (text, max) => {
        const short = shorten(text, max);
        return short.length <= max && (!/\p{Cs}/u.test(short) || /\p{Cs}/u.test(text));
      }),
    );
  });
});

test('whatever the text: one visible line in a terminal, no live markup in Markdown', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint }), (text) => {
      expect(terminal(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|##\w*\[/u);
      expect(markdownInline(text)).not.toMatch(/[<>|\n]|(?<!\\)(?:\\\\)*[`*_[\]]|@(?!&#8203;)/);
      expect(html(text)).not.toMatch(/[<>"'`|\n]/);
      expect(mermaidLabel(text)).toMatch(/^[A-Za-z0-9 _.,/#;-]*$/);
    }),
  );
});
