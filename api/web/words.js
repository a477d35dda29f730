// Every word of the page in Chinese and English; `t` picks the language, the formats follow it.

const STORED = "ringwatch.lang";
let lang = stored() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

function stored() {
  try {
    const value = localStorage.getItem(STORED);
    return value === "zh" || value === "en" ? value : null;
  } catch {
    return null; // storage may be forbidden
  }
}

export const language = () => lang;

export function setLanguage(value) {
  lang = value;
  try {
    localStorage.setItem(STORED, value);
  } catch {
    // the choice then lasts until the page is closed
  }
}

// UI words: [zh, en]; `{x}` is filled in.
const UI = {
  product: ["虚假登记线索", "Registration leads"],
  lead: ["线索，不是结论。", "A lead, not an accusation."],
  leadMore: [
    "每一条都须由人核实；身份可能被冒用的人首先是可能的受害者。",
    "A person checks each one; someone whose identity may have been stolen is first of all a possible victim.",
  ],
  skip: ["跳到正文", "Skip to the content"],
  asOf: ["数据截至", "Data as of"],
  sweep: ["批次", "Sweep"],
  search: ["搜索", "Search"],
  searchHint: ["企业、人员、地址、电话或编号", "Firm, person, address, phone or id"],
  rings: ["疑似团伙", "Rings"],
  ring: ["疑似团伙", "Ring"],
  firm: ["企业", "Firm"],
  firms: ["企业", "Firms"],
  lookFirst: ["先看什么，为什么", "What to look at first, and why"],
  listNote: [
    "按“虚假”的可能性排序。“同一主体”是另一项判断：真实登记中也有许多正当的批量注册。",
    "Ranked by how likely they are false. One hand is another claim: real registers are full of honest batches.",
  ],
  false: ["虚假可能", "False"],
  falseTitle: ["登记为虚假的概率", "Probability that the registration is false"],
  oneHand: ["同一主体", "One hand"],
  oneHandTitle: ["由同一主体操办的概率", "Probability that one party filed them"],
  grade: ["等级", "Grade"],
  rank: ["排名", "Rank"],
  size: ["{n} 户", "{n} firms"],
  minScore: ["虚假可能不低于", "False at least"],
  minSize: ["户数不少于", "Firms at least"],
  district: ["区县", "District"],
  family: ["证据类别", "Evidence"],
  all: ["全部", "All"],
  clear: ["清除筛选", "Clear filters"],
  nRings: ["{n} 个疑似团伙", "{n} rings"],
  ofFirms: ["已核对 {n} 户企业", "{n} firms checked"],
  more: ["再显示一些", "Show more"],
  shown: ["已显示 {n} / {of}", "{n} of {of} shown"],
  none: ["没有符合条件的结果。", "Nothing matches."],
  why: ["为什么列出", "Why it is listed"],
  against: ["不支持的理由", "What speaks against it"],
  inConfidence: ["已计入可信度", "Already in the confidence"],
  noReasons: ["没有支持的理由。", "Nothing speaks for it."],
  noCounter: ["未发现不支持的理由；这不等于没有。", "Nothing found that speaks against it; that is not proof that nothing does."],
  weightTitle: ["对数赔率（自然对数）：每 +0.7 约使赔率翻倍", "Natural-log odds: each +0.7 about doubles the odds"],
  clearedBy: ["什么可以排除", "What would clear it"],
  nextSteps: ["建议的下一步", "Next steps"],
  roles: ["各方角色（线索，不是认定）", "Who is who (leads, no findings)"],
  coreFringe: ["成员：核心 {core} 户，边缘 {fringe} 户", "Members: {core} core, {fringe} on the fringe"],
  holdsTogether: ["维系团伙的关联点", "What holds it together"],
  membersOf: ["成员 {n} 户，全库 {all} 户", "{n} members, {all} firms in all"],
  people: ["人员", "People"],
  oneOperation: ["可能同属一个组织的团伙", "Probably one operation with"],
  rolesCut: ["未全部展开，实际可能更多。", "Not everything was looked at; there may be more."],
  graph: ["关系图", "The graph"],
  graphHint: ["点击节点查看；点击图例可隐藏一类。", "Click a node to see what it is; click a kind below to hide it."],
  graphCut: ["{n} 个节点没有全部展开（括号内为真实数量）", "{n} nodes are not followed to the end (true counts in brackets)"],
  hubGrey: ["灰色虚线：正当的共用点，已折减", "Grey, dashed: a legitimate hub, discounted"],
  sharedThings: ["共用的事项", "What they share"],
  what: ["事项", "What"],
  kind: ["类别", "Kind"],
  membersOn: ["图中户数", "Firms here"],
  inRegister: ["全部户数", "In the register"],
  hub: ["正当共用", "Legitimate hub"],
  members: ["成员企业", "Members"],
  name: ["名称", "Name"],
  registered: ["登记日期", "Registered"],
  status: ["状态", "Status"],
  strength: ["归属强度", "Tie to the ring"],
  findings: ["线索明细", "Findings"],
  finding: ["线索", "Finding"],
  typology: ["类型", "Type"],
  severity: ["严重度", "Severity"],
  confidence: ["可信度", "Confidence"],
  surprise: ["意外程度", "Surprise"],
  surpriseTitle: ["相对于巧合的对数似然比（自然对数）", "Log-likelihood ratio against chance, nats"],
  hubs: ["已折减的正当共用点", "Legitimate hubs, discounted"],
  minimal: ["最少证据：去掉其中任何一条，团伙即断开", "Minimal evidence: the fewest ties that hold it together"],
  looksLike: ["看起来像", "Looks like"],
  orElse: ["也可能是", "It may also be"],
  profile: ["登记信息", "Register entry"],
  shares: ["登记的地址、人员与联系方式", "Addresses, people and contacts on file"],
  holdings: ["股东", "Shareholders"],
  share: ["比例", "Share"],
  verified: ["身份已核验", "Verified"],
  events: ["事件", "Events"],
  ties: ["申报的关系", "Declared ties"],
  date: ["日期", "Date"],
  outcome: ["结果", "Outcome"],
  role: ["身份", "Role"],
  since: ["起", "Since"],
  until: ["止", "Until"],
  neighbourhood: ["周边关系", "Neighbourhood"],
  inRing: ["所属疑似团伙", "Its ring"],
  noRing: ["不属于任何疑似团伙", "In no ring"],
  decision: ["建议", "Decision"],
  evidence: ["记录", "Records"],
  usual: ["常态预期", "Usual here"],
  measured: ["实测", "Measured"],
  basis: ["依据", "Legal basis"],
  who: ["涉及企业", "Firms it shows"],
  firstN: ["显示前 {n} 户", "The first {n} shown"],
  results: ["“{q}”的搜索结果", "Results for “{q}”"],
  nResults: ["{n} 条结果", "{n} results"],
  loading: ["正在读取…", "Loading…"],
  failed: ["无法读取", "Cannot be read"],
  offline: ["服务没有应答，请稍后再试。", "The service does not answer; try again later."],
  retry: ["重试", "Try again"],
  back: ["返回列表", "Back to the list"],
  right: ["正确", "Right"],
  wrong: ["不正确", "Wrong"],
  yes: ["是", "Yes"],
  no: ["否", "No"],
  f_firm_id: ["统一社会信用代码", "Firm id"],
  f_firm_type: ["企业类型", "Type"],
  f_status: ["状态", "Status"],
  f_registered_on: ["登记日期", "Registered on"],
  f_dissolved_on: ["注销日期", "Dissolved on"],
  f_capital: ["认缴资本", "Subscribed capital"],
  f_paid_in: ["实缴资本", "Paid in"],
  f_address: ["住所", "Address"],
  f_district: ["区县", "District"],
  f_marker: ["地址标注", "Address marker"],
  f_registry: ["登记机关", "Registry"],
  f_filing_no: ["登记顺序号", "Filing number"],
  f_industry: ["行业", "Industry"],
  f_scope: ["经营范围", "Business scope"],
  f_code_valid: ["代码校验", "Check digits"],
};

const NAMES = {
  family: {
    person: ["人员", "People"],
    place: ["场所", "Place"],
    contact: ["联系方式", "Contact"],
    device: ["代理与设备", "Agent, device"],
    time: ["时间", "Time"],
    name: ["名称", "Names"],
    behaviour: ["行为", "Behaviour"],
    // What a score has besides the families of evidence.
    prior: ["基准", "Baseline"],
    hard_fact: ["确定事实", "Hard fact"],
    explanation: ["正当解释", "Honest explanation"],
    rest: ["其他", "Other"],
    label: ["核查认定", "Decision"],
    size: ["规模", "Size"],
    calibration: ["校准", "Calibration"],
  },
  outcome: {
    passed: ["合格", "Passed"],
    failed: ["不合格", "Failed"],
    negative: ["负面", "Negative"],
    positive: ["正面", "Positive"],
  },
  fact: {
    of: ["可比企业数", "Firms compared"],
    people: ["不同法定代表人", "Different representatives"],
    kinds: ["共用的类别数", "Kinds of things shared"],
    odd: ["字号用字罕见", "Improbable brands"],
    recent: ["近期登记", "Recently registered"],
    days: ["天数", "Days"],
    capital: ["认缴资本", "Subscribed capital"],
    clients: ["客户数", "Clients"],
    lost: ["异常或吊销", "Abnormal or revoked"],
    first_on: ["首次登记", "First registration"],
    last_on: ["最后登记", "Last registration"],
    filed_on: ["申报日期", "Filed on"],
    born_on: ["设立日期", "Founded on"],
    ended_on: ["终止日期", "Ended on"],
    decided_on: ["决定日期", "Decided on"],
  },
  kind: {
    firm: ["企业", "Firm"],
    ring: ["疑似团伙", "Ring"],
    room: ["房间", "Room"],
    building: ["楼栋", "Building"],
    person: ["人员", "Person"],
    phone: ["电话", "Phone"],
    email: ["邮箱", "E-mail"],
    device: ["设备", "Device"],
    ip: ["IP 地址", "IP address"],
    account: ["账户", "Account"],
    agent: ["代理人", "Agent"],
    owner: ["股东企业", "Owner firm"],
    scope: ["经营范围文本", "Scope text"],
    brand: ["字号", "Brand"],
    address: ["地址", "Address"],
    contact: ["联系方式", "Contact"],
  },
  hub: {
    hosting_address: ["集群托管地址", "Hosting address"],
    incubator: ["孵化器或园区", "Incubator or park"],
    market: ["市场", "Market"],
    agent: ["代理机构", "Filing agent"],
    group: ["企业集团", "Corporate group"],
    state_root: ["国有出资人", "State holding"],
    liaison: ["专业联络员", "Professional liaison"],
    agency_phone: ["代理机构电话", "Agency phone"],
    collective: ["村集体或院校", "Village or university"],
    kiosk_device: ["公用终端", "Kiosk"],
    coarse_place: ["地址未到房间", "Address without a room"],
    template_text: ["通用文本", "Template text"],
  },
  role: {
    address: ["住所", "Address"],
    legal_representative: ["法定代表人", "Legal representative"],
    director: ["董事", "Director"],
    supervisor: ["监事", "Supervisor"],
    manager: ["经理", "Manager"],
    secretary: ["秘书", "Secretary"],
    liaison: ["联络员", "Liaison"],
    finance_officer: ["财务负责人", "Finance officer"],
    agent: ["代理人", "Agent"],
    beneficial_owner: ["受益所有人", "Beneficial owner"],
    shareholder: ["股东", "Shareholder"],
    contact: ["企业联系方式", "Contact"],
    contact_of_person: ["人员联系方式", "Contact of a person"],
    contact_of_agent: ["代理联系方式", "Contact of the agent"],
    text: ["文本", "Text"],
  },
  status: {
    active: ["存续", "Active"],
    dissolved: ["注销", "Dissolved"],
    revoked: ["吊销", "Revoked"],
    abnormal: ["经营异常", "Abnormal"],
    unknown: ["未知", "Unknown"],
  },
  decision: {
    PASS: ["通过", "Pass"],
    ENHANCED_CHECK: ["加强核验", "Enhanced check"],
    SUPERVISOR_REVIEW: ["主管复核", "Supervisor review"],
  },
  event: {
    licence: ["许可", "Licence"],
    annual_report: ["年报", "Annual report"],
    inspection: ["检查", "Inspection"],
    sampling: ["抽检", "Sampling"],
    complaint: ["投诉", "Complaint"],
    penalty: ["处罚", "Penalty"],
    opinion: ["舆情", "Public opinion"],
    abnormal_listed: ["列入经营异常名录", "Listed as abnormal"],
    abnormal_cleared: ["移出经营异常名录", "Cleared from the abnormal list"],
    serious_violation: ["严重违法失信", "Serious violation"],
    revoked: ["吊销", "Revoked"],
    address_changed: ["住所变更", "Address changed"],
    representative_changed: ["法定代表人变更", "Representative changed"],
    shareholders_changed: ["股东变更", "Shareholders changed"],
    invoice_quota: ["发票额度", "Invoice quota"],
    tax_filing: ["纳税申报", "Tax filing"],
  },
  tie: {
    guarantee: ["担保", "Guarantee"],
    supply: ["供应", "Supply"],
    bid: ["同场投标", "Bid in one lot"],
    parent_branch: ["总公司与分支", "Parent and branch"],
    concert: ["一致行动", "Acting in concert"],
  },
  statute: {
    R: ["市场主体登记管理条例", "Regulations on registration of market entities"],
    CL: ["公司法（2023）", "Company Law (2023)"],
    O: ["市场监管总局令第88号", "SAMR Order 88"],
    AG: ["国市监注规〔2025〕3号", "SAMR rules on agents, 2025 no. 3"],
    G: ["国市监信〔2019〕128号", "SAMR notice 2019 no. 128"],
    TB: ["招标投标法实施条例", "Regulations on tendering and bidding"],
    CAS: ["企业会计准则", "Chinese Accounting Standard"],
    ECCTA: ["英国经济犯罪与公司透明度法（2023）", "Economic Crime and Corporate Transparency Act 2023"],
    CA: ["英国公司法（2006）", "Companies Act 2006"],
  },
};

const pick = (pair) => pair[lang === "zh" ? 0 : 1];
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** A UI word. */
export const t = (name, values = {}) => fill(pick(UI[name]), values);
/** The name of a coded value; the code itself where it is new. */
export const named = (group, code) => (NAMES[group][code] ? pick(NAMES[group][code]) : code);
/** Words that came from the service. */
export const say = (words) => (words ? words[lang] : "");

export const count = (n) => n.toLocaleString(lang === "zh" ? "zh-CN" : "en-GB");

export function percent(p) {
  if (p === null || p === undefined) return "–";
  if (p >= 0.995) return ">99%";
  if (p > 0 && p < 0.005) return "<1%";
  return `${Math.round(p * 100)}%`;
}

/** A share as it is on file, not rounded towards certainty. */
export const share = (x) => (x === null ? "–" : `${Math.round(x * 1000) / 10}%`);

export const nats = (x) => `${x < 0 ? "−" : "+"}${Math.abs(x).toFixed(1)}`;

/** Strongest first, whichever way it speaks. */
export const byWeight = (reasons) => [...reasons].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));

export function span(first, last) {
  if (!first) return "";
  return first === last || !last ? first : `${first} – ${last}`;
}

export function days(first, last) {
  if (!first || !last) return "";
  const n = Math.round((new Date(last) - new Date(first)) / 86400000) + 1;
  return lang === "zh" ? `${count(n)} 天内` : n === 1 ? "on one day" : `within ${count(n)} days`;
}

const CURRENCIES = { CNY: "元", USD: "美元", HKD: "港元", EUR: "欧元", GBP: "英镑", JPY: "日元" };

export function money(amount, currency) {
  if (amount === null) return null;
  if (lang === "zh" && amount >= 10000) return `${count(amount / 10000)} 万${CURRENCIES[currency] ?? ` ${currency ?? ""}`}`.trim();
  return `${count(amount)} ${currency ?? ""}`.trim();
}

/** A code of the legal basis with the statute it is of: R16 as 市场主体登记管理条例 R16. */
export function basis(code) {
  const statute = NAMES.statute[code.replace(/\d.*$/, "")];
  return statute ? `${pick(statute)} · ${code}` : code;
}
