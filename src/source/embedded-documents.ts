/** Attributes with a document in a text. Facts read it like blocks. Names: the providers' documentation. */

/** Documents in YAML, which is parsed while the plan is read: the attribute, and where facts find its content. */
export const yamlDocuments: Readonly<Record<string, { readonly attribute: string; readonly as: string }>> = {
  kubectl_manifest: { attribute: 'yaml_body', as: 'manifest' },
  helm_release: { attribute: 'values', as: 'chart_values' },
};

/** Documents in JSON, read in place. */
export const jsonDocuments: Readonly<Record<string, string>> = {
  azapi_resource: 'body',
  azapi_update_resource: 'body',
  aws_wafv2_web_acl: 'rule_json',
  aws_wafv2_rule_group: 'rules_json',
};

/** Content of YAML texts of a plan by text. A text that is no YAML is left out. */
export type ParsedYaml = ReadonlyMap<string, unknown>;
