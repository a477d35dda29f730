"""The Chinese of the command line's help; a test holds that none is missing."""

HELP = {
    # commands
    "Find groups of firms that one hand registered under false pretences. A lead, no verdict.": (
        "从登记数据中找出由同一主体虚假注册的企业群。结果是线索，不是结论。"
    ),
    "Read a register extract into a snapshot and account for every row.": (
        "把登记数据读成快照，并说明每一行的去向。"
    ),
    "Find rings, score firms and publish; without SOURCE, from the latest snapshot.": (
        "找出团伙、为企业评分并发布；不给 SOURCE 时使用最新的快照。"
    ),
    "Check an application against the register. It advises; it never refuses.": (
        "对照登记数据预检一份申请。只给建议，从不驳回。"
    ),
    "Why a ring, firm or finding stands where it does, and what speaks against it.": (
        "说明一个团伙、企业或线索的依据，以及相反的证据。"
    ),
    "How two firms hang together: the shortest ways over what firms share, hubs left out.": (
        "说明两户企业如何关联：经由共用信息的最短路径，不经过枢纽。"
    ),
    "Score pairs of names, addresses or people: same, possible or different, and why.": (
        "逐对比对名称、地址或人员：相同、可能相同或不同，并说明原因。"
    ),
    "Cut firm names or addresses into their parts.": "把企业名称或地址拆分为各组成部分。",
    "Write a synthetic city with planted rings and hard negatives, and its truth.": (
        "生成一座合成城市（含预设团伙与易误判的正常企业）及其真相。"
    ),
    "Serve the HTTP API and the investigator's page.": "提供 HTTP 接口和调查页面。",
    "Run a Neo4j server in the foreground, to try the graph without Docker.": (
        "在前台运行一个 Neo4j 服务器，不用 Docker 即可试用图数据库。"
    ),
    "Write the results as CSV, Parquet or JSON Lines.": "把结果导出为 CSV、Parquet 或 JSON Lines。",
    "Check the installation and say what to do.": "检查安装，并说明该做什么。",
    "Learn from decided cases what scores mean; serves from the next sweep on, if it is better.": (
        "由已办结的案件学习评分的含义；若更好，自下次扫描起生效。"
    ),
    "Which undecided rings to look at with the time there is, and how many of them will turn out true.": (
        "在现有人力下应查哪些尚无决定的团伙，以及其中预计有多少属实。"
    ),
    # arguments and options
    "File to write (TOML): combinations and firms for a person to judge.": (
        "写入的文件（TOML）：供人判断的线索组合与企业。"
    ),
    "Rings that there is time for.": "有时间核查的团伙数。",
    "Decisions (CSV, Parquet): firm_id, label, decided_on; beside the register's labels.": (
        "决定（CSV、Parquet）：firm_id、label、decided_on；与登记数据中的标注一并使用。"
    ),
    "Folder that holds all state.": "存放全部状态的文件夹。",
    "Print the version.": "显示版本。",
    "Language of the output.": "输出语言。",
    "Print JSON, for programs.": "输出 JSON，供程序读取。",
    "What SOURCE is: auto (recognised), register (layout v1) or cn-register.": (
        "来源格式：auto（自动识别）、register（布局 v1）或 cn-register。"
    ),
    "A mapping file of your own headers (TOML).": "自定义表头的映射文件（TOML）。",
    "A register extract: a file or a folder.": "登记数据：文件或文件夹。",
    "Folder to write.": "写入的文件夹。",
    "Also write the result files (Parquet) to this folder.": "另把结果文件（Parquet）写到此文件夹。",
    "The application (JSON); - is standard input.": "申请文件（JSON）；- 为标准输入。",
    "What is compared.": "比对的对象。",
    "Pairs (CSV, Parquet; - is standard input): id, left, right; of people id and left_name, "
    "right_name, left_birth_date and so on.": (
        "成对数据（CSV、Parquet；- 为标准输入）。 列：id, left, right； 人员：id, left_name, right_name, "
        "left_birth_date 等。"
    ),
    "File to write: id, score, verdict and why.": "写入的文件：id、score、verdict 与 why。",
    "What is cut into parts.": "拆分的对象。",
    "A table (CSV, Parquet; - is standard input): id, text.": (
        "数据表（CSV、Parquet；- 为标准输入）：id、text。"
    ),
    "File to write: id and the parts.": "写入的文件：id 与各组成部分。",
    "Complete an address's province, city and district where they are clear.": (
        "补全地址中可以确定的省、市、区县。"
    ),
    "Id of a ring, a firm or a finding.": "团伙、企业或线索的编号。",
    "Id of a firm.": "企业编号。",
    "Id of another firm.": "另一户企业的编号。",
    "Most shared things on the way, 1-3.": "路径上最多经过几个共用信息（1–3）。",
    "Number of firms.": "企业数。",
    "The same seed gives the same files.": "随机种子；种子相同则文件相同。",
    "Share of firms that are false, 0-0.2.": "虚假登记企业的占比（0–0.2）。",
    "How the city registers.": "城市的登记习惯。",
    "Folder of the server's files; made when missing.": "服务器文件所在的文件夹；没有则新建。",
    "Address to listen on.": "监听地址。",
    "Port to listen on; 0 takes a free one.": "监听端口；0 表示任选空闲端口。",
    "Folder that sweep --out wrote; without it, what is published.": (
        "sweep --out 写出的文件夹；不给则用已发布的结果。"
    ),
    "Form of the files.": "文件格式。",
    "Show this message and exit.": "显示帮助并退出。",
}

USAGE = {
    "UsageError": "命令用法有误",
    "MissingParameter": "缺少必需的参数",
    "NoSuchOption": "没有这个选项",
    "BadParameter": "参数值有误",
    "BadOptionUsage": "选项用法有误",
}

HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
}
