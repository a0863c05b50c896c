/** Returns `persistentVolumeClaim` as `persistent_volume_claim`; other names in lower case. */
export function toSnakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
