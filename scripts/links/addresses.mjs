/** Where the repository and the site are on the web. */
export const repository = "https://github.com/ironworks-io/ironworks";
export const site = "https://ironworks-io.github.io/ironworks";
