export const exchangeMessages = {} as const
