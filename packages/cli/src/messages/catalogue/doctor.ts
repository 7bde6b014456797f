export const doctorMessages = {} as const
