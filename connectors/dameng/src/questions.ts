import { type FamilyQuestions, familyQuestions } from '@berth/sql/oracle-family'

/** What the catalogue is asked, through the views that Dameng has of Oracle. */
export const questions: FamilyQuestions = familyQuestions({
  systemOwners: ['SYS', 'SYSAUDITOR', 'SYSSSO', 'SYSDBO', 'CTISYS'],
  marker: () => '?',
  comment: (reference) => reference,
  columns: {
    from: 'ALL_TAB_COLUMNS',
    parts:
      "C.DATA_TYPE, C.DATA_LENGTH, C.DATA_PRECISION, C.DATA_SCALE, C.DATA_LENGTH, NULL, 'CHAR_CS', C.NULLABLE, 'NO'",
  },
  argumentParts:
    "A.DATA_TYPE, A.DATA_LENGTH, A.DATA_PRECISION, A.DATA_SCALE, A.DATA_LENGTH, NULL, 'CHAR_CS', 'Y', 'NO'",
  procedure: {
    from: 'ALL_OBJECTS P LEFT JOIN ALL_ARGUMENTS A ON A.OWNER = P.OWNER AND A.OBJECT_NAME = P.OBJECT_NAME AND A.PACKAGE_NAME IS NULL',
    where: "P.OBJECT_TYPE IN ('PROCEDURE', 'FUNCTION')",
    name: 'P.OBJECT_NAME',
    package: 'NULL',
    overload: 'NULL',
  },
})
