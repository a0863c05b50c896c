/** All output formats at once, for the library. A new one needs a file, and an entry here and in formats.ts. */
import { atlantis } from './atlantis.ts';
import type { Format, Render } from './formats.ts';
import { html } from './html/html.ts';
import { inToto } from './in-toto.ts';
import { json } from './json/json.ts';
import { markdown } from './markdown/markdown.ts';
import { azure } from './pipelines/azure.ts';
import { codeQuality } from './pipelines/code-quality.ts';
import { github } from './pipelines/github.ts';
import { gitlab } from './pipelines/gitlab.ts';
import { junit } from './pipelines/junit.ts';
import { sarif } from './sarif/sarif.ts';
import { text } from './text/text.ts';

/** Renderer of each format. */
export const formats: Readonly<Record<Format, Render>> = {
  text,
  markdown,
  html,
  json,
  atlantis,
  github,
  sarif,
  junit,
  gitlab,
  codequality: codeQuality,
  azure,
  'in-toto': inToto,
};
