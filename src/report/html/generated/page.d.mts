export const script: string;
export const scriptHash: string;
export const style: string;
export const styleHash: string;
