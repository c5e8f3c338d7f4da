/** Inputs of a machine that only an install applies. */
export type ReinstallField = "image" | "rootDisk" | "userData" | "networkData" | "metaData" | "rebuild";
