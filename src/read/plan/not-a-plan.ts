/** Explains which kind of file was given instead of a plan, and how to create the plan. Never quotes the content. */
import type { Fault } from '../../errors.ts';
import { isObject } from '../../text/is-object.ts';
import { endOfDocument } from '../../text/json-scan.ts';
import { stripControlSequences } from './plan-text.ts';

type Diagnosis = Pick<Fault, 'message' | 'hint'>;
type JsonObject = Readonly<Record<string, unknown>>;

const SHOW = 'terraform show -json tfplan > plan.json';
const HOW = `Make one with \`terraform plan -out=tfplan\`, then \`${SHOW}\` (or \`tofu\`), and give that file.`;

/** A plan has at least one of these. `resource_changes` alone is not enough, because a refresh-only plan has none. */
const PLAN_SECTIONS = ['resource_changes', 'planned_values', 'prior_state'] as const;

const NOT_A_PLAN: Diagnosis = {
  message: `this is JSON, but not a plan: it has none of ${PLAN_SECTIONS.join(', ')}`,
  hint: HOW,
};
const LOG_STREAM: Diagnosis = {
  message: 'this is the log stream of `plan -json` (one JSON object a line), not a plan',
  hint: `\`plan -json\` prints progress, not the plan. ${HOW}`,
};

function isOutputs(json: JsonObject): boolean {
  const values = Object.values(json);
  return values.length > 0 && values.every((value) => isObject(value) && 'sensitive' in value && 'value' in value);
}

const JSON_KINDS: readonly (Diagnosis & { readonly is: (json: JsonObject) => boolean })[] = [
  { is: (json) => '@level' in json, ...LOG_STREAM },
  {
    is: (json) => 'values' in json,
    message: 'this is a state (`terraform show -json` of a state), not a plan',
    hint: `\`show -json\` without a file, or with a state file, shows the state: name the saved plan. ${HOW}`,
  },
  {
    is: (json) => 'lineage' in json || ('serial' in json && 'version' in json),
    message: 'this is a state file (terraform.tfstate), not a plan',
    hint: HOW,
  },
  {
    is: (json) => 'meta' in json && Object.keys(json).some((key) => key.startsWith('encrypted_')),
    message: 'this is a plan (or a state) that OpenTofu encrypted; it cannot be read without its key',
    hint: 'Run `tofu show -json tfplan > plan.json` where the key is configured, and give that file.',
  },
  {
    is: (json) => 'remote_plan_format' in json && 'run_id' in json,
    message: 'this is the bookmark of a plan that HCP Terraform keeps, not the plan itself',
    hint: 'Run `terraform show -json tfplan > plan.json` where you are logged in, and give that file.',
  },
  {
    is: (json) => 'provider_schemas' in json,
    message: 'these are provider schemas (`terraform providers schema -json`), not a plan',
    hint: HOW,
  },
  {
    is: (json) => 'valid' in json && 'diagnostics' in json,
    message: 'this is the result of `terraform validate -json`, not a plan',
    hint: HOW,
  },
  {
    is: (json) => typeof json.schema === 'string' && json.schema.startsWith('firebreak.'),
    message: 'this is a Firebreak report, not a plan',
    hint: HOW,
  },
  {
    is: (json) => Object.keys(json).every((key) => ['format_version', 'terraform_version'].includes(key)),
    message: 'this is `show -json` without a plan: it shows nothing but its format version',
    hint: `\`show -json\` was run without a file where there is no state: name the saved plan. ${HOW}`,
  },
  { is: isOutputs, message: 'these are outputs (`terraform output -json`), not a plan', hint: HOW },
];

/** Returns what the JSON is if it is not a plan; null if it is one. */
export function notAPlan(json: unknown): Diagnosis | null {
  if (!isObject(json))
    return { ...NOT_A_PLAN, message: `this is JSON, but not a plan: ${typeName(json)}, not an object` };
  if (PLAN_SECTIONS.some((section) => section in json)) return null;
  return JSON_KINDS.find((kind) => kind.is(json)) ?? NOT_A_PLAN;
}

/** Returns `null`, `an array`, `a string`, …: names a type in a message without showing the value. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const HTML: Diagnosis = {
  message: 'this is a web page or XML, not a plan',
  hint: 'A download that ended on a login or error page looks like this: check the address and the token used.',
};
const SHOW_TEXT: Diagnosis = {
  message: 'this is a plan as text for people; it does not hold what a check needs',
  hint: `Add \`-json\`: \`${SHOW}\`.`,
};
const ERROR_TEXT: Diagnosis = {
  message: 'this is an error message of Terraform, not a plan',
  hint: `The command that wrote the file failed: read what it says. ${HOW}`,
};
const HCL: Diagnosis = { message: 'this is configuration (HCL), not a plan', hint: HOW };

const TEXT_KINDS: readonly (Diagnosis & { readonly like: RegExp })[] = [
  { like: /^\s*<(?:!doctype|html|\?xml)/i, ...HTML },
  { like: /^\{"@level"/m, ...LOG_STREAM },
  {
    like: /^(?:Terraform|OpenTofu) (?:will perform the following|used the selected providers|detected the following|planned the following)|^No changes\. |^Plan: \d+ to /m,
    ...SHOW_TEXT,
  },
  { like: /^\s*(?:[│|╷]\s*)?Error: /m, ...ERROR_TEXT },
  { like: /^(?:terraform|provider|resource|data|module|variable|output|locals)\b[^\n={]*\{/m, ...HCL },
  { like: /^(?:---|[\w.-]+:(?:\s|$))/, message: 'this is YAML, not a plan', hint: HOW },
];

/** Number of characters that are enough to recognise a text. */
const HEAD = 65_536;

/** Returns what a text without a JSON document is. */
export function diagnoseText(text: string, bytes: number): Diagnosis {
  const head = stripControlSequences(text.slice(0, HEAD));
  if (head.trim() === '') {
    return {
      message: bytes === 0 ? 'the file is empty' : 'the file holds nothing but blanks',
      hint: `The command that should have written it failed or wrote elsewhere: look at its exit status and stderr. ${HOW}`,
    };
  }
  const kind = TEXT_KINDS.find(({ like }) => like.test(head));
  if (kind) return kind;
  if (!/^\s*[{[]/.test(head)) return { message: 'this is neither JSON nor a saved plan', hint: HOW };
  const start = text.search(/[{[]/);
  return endOfDocument(text, start) === null
    ? diagnoseTruncated(text, bytes)
    : { message: 'this is not valid JSON', hint: HOW };
}

/** Returns the diagnosis for JSON that ends too early, with the byte where it ends. */
export function diagnoseTruncated(text: string, bytes: number): Diagnosis {
  if (/^\{"@level"/m.test(text.slice(0, HEAD))) return LOG_STREAM;
  return {
    message: `the JSON is cut off: the file ends at byte ${bytes}, before the document does`,
    hint: 'Some runners limit the size of captured output, and a full disk cuts as well: write with `>` to a file, or give the saved plan itself.',
  };
}

/** Returns the diagnosis for a duplicate key in one object: only one of two values would be judged. */
export function diagnoseDuplicateKey(key: string): Diagnosis {
  return {
    message: `the key ${JSON.stringify(key.slice(0, 100))} stands twice in one object, so what the plan says cannot be told`,
    hint: `Terraform writes no such plan: something changed the file. ${HOW}`,
  };
}

/** Returns the diagnosis for several documents in one file: a log stream, or concatenated plans. */
export function diagnoseSeveralDocuments(text: string, modules: readonly string[]): Diagnosis {
  if (modules.length === 0 && /^\{"@level"/m.test(text.slice(0, HEAD))) return LOG_STREAM;
  const shown = modules.slice(0, 5).join(', ');
  const of = modules.length > 0 ? ` (of the Terragrunt units ${shown}${modules.length > 5 ? ', …' : ''})` : '';
  return {
    message: `more than one piece of JSON in this file${of}; which of them is the plan cannot be told`,
    hint: 'Give each plan as a file of its own; Terragrunt writes them so with `run --all --json-out-dir DIR -- plan`.',
  };
}

/** Returns the diagnosis for a file recognised by its first bytes (such as gzip); null if they are not distinctive. */
export function diagnoseBytes(bytes: Buffer): Diagnosis | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return {
      message: 'this is compressed with gzip',
      hint: 'Unpack it first: `gunzip -c plan.json.gz | firebreak check -`.',
    };
  }
  if (bytes.subarray(0, 6).toString('latin1') === 'tfplan') {
    return {
      message: 'this is a saved plan of Terraform 0.11 or older, which has no JSON',
      hint: 'Use Terraform 0.12 or newer.',
    };
  }
  return null;
}

/** The diagnosis for bytes that are neither text nor a known format. */
export const NOT_TEXT: Diagnosis = { message: 'this is neither UTF-8 nor UTF-16 text, nor a saved plan', hint: HOW };

/**
 * Returns the diagnosis for a plan that is longer than a JavaScript string can be.
 * @param bytes size of the file
 * @param limit longest text that can be read, in characters
 */
export function diagnoseTooLong(bytes: number, limit: number): Diagnosis {
  const megabytes = (count: number): string => `${Math.floor(count / 1_000_000)} MB`;
  return {
    message: `the plan has ${megabytes(bytes)}; at most ${megabytes(limit)} can be read`,
    hint: 'If it is indented, write it without (`jq -c . plan.json`); else split the root module, which helps Terraform too.',
  };
}
