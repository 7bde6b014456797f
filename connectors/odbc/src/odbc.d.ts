/** The package is optional and built from source where it is used: it may not be there when this is compiled. */
declare module 'odbc' {
  const driver: unknown

  export { driver as default }
}
