import { type FamilyQuestions, familyQuestions, fieldParts } from '@berth/sql/oracle-family'

/** Owners that come with the database, in any of its versions. */
const systemOwners: readonly string[] = `SYS SYSTEM ANONYMOUS APPQOSSYS AUDSYS CTXSYS DBSFWUSER DBSNMP DIP DVF DVSYS
EXFSYS FLOWS_FILES GGSYS GSMADMIN_INTERNAL GSMCATUSER GSMUSER LBACSYS MDDATA MDSYS MGMT_VIEW OJVMSYS OLAPSYS ORACLE_OCM
ORDDATA ORDPLUGINS ORDSYS OUTLN OWBSYS OWBSYS_AUDIT REMOTE_SCHEDULER_AGENT SI_INFORMTN_SCHEMA SPATIAL_CSW_ADMIN_USR
SPATIAL_WFS_ADMIN_USR SYS$UMF SYSBACKUP SYSDG SYSKM SYSMAN SYSRAC TSMSYS VECSYS WK_TEST WKPROXY WKSYS WMSYS XDB XS$NULL`.split(
  /\s/,
)

/** The most bytes that a RAW of SQL holds. */
export const maxRawBytes = 2000

/** What the catalogue is asked. Comments as bytes where the database does not know what text they are. */
export function questions(commentsAsBytes: boolean): FamilyQuestions {
  return familyQuestions({
    systemOwners,
    tables: "T.NESTED = 'NO' AND T.DROPPED = 'NO' AND T.SECONDARY = 'N'",
    marker: (position) => `:${position}`,
    comment: (reference) =>
      commentsAsBytes ? `UTL_RAW.CAST_TO_RAW(SUBSTRB(${reference}, 1, ${maxRawBytes}))` : reference,
    columns: { from: 'ALL_TAB_COLS', where: "C.HIDDEN_COLUMN = 'NO'", parts: fieldParts('C', 'C.VIRTUAL_COLUMN') },
    argumentParts: fieldParts('A', ''),
    procedure: {
      from: 'ALL_PROCEDURES P LEFT JOIN ALL_ARGUMENTS A ON A.OBJECT_ID = P.OBJECT_ID AND A.SUBPROGRAM_ID = P.SUBPROGRAM_ID AND A.DATA_LEVEL = 0',
      where:
        "P.OBJECT_TYPE IN ('PROCEDURE', 'FUNCTION', 'PACKAGE') AND (P.OBJECT_TYPE <> 'PACKAGE' OR P.PROCEDURE_NAME IS NOT NULL)",
      name: "CASE P.OBJECT_TYPE WHEN 'PACKAGE' THEN P.PROCEDURE_NAME ELSE P.OBJECT_NAME END",
      package: "CASE P.OBJECT_TYPE WHEN 'PACKAGE' THEN P.OBJECT_NAME END",
      overload: 'P.OVERLOAD',
    },
  })
}
