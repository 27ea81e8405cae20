"""Every form is read back from its PDF and compared with the wording of the 2026 forms, sentence by sentence."""

import pytest

from tests.services.documents.samples import SAMPLES, print_paper, read_back, squeezed

TITLES = {
    1: ("complaint_registration", "投诉登记表"),
    2: ("report_registration", "举报登记表"),
    3: ("distribution_notice", "投诉/举报分送通知书"),
    4: ("identity_proof_notice", "限期提供身份证明材料通知书"),
    5: ("acceptance_decision", "投诉受理决定书"),
    6: ("non_acceptance_decision", "投诉不予受理决定书"),
    7: ("mediation_notice", "投诉调解通知书"),
    8: ("mediation_termination_decision", "投诉终止调解决定书"),
    9: ("mediation_agreement", "投诉调解书"),
    10: ("report_result_notice", "举报处理结果告知书"),
}
REST = "《中华人民共和国消费者权益保护法》第三十九条规定"
SEAL = "江海市浦江区市场监督管理局（印章）2026年11月21日"

# What must stand on the paper, in this order, with nothing between.
WORDING = {
    "distribution_notice": (
        "投诉/举报分送通知书浦市监分送〔2026〕第12号江海市浦江区市场监督管理局："
        "现转去张三于2026年11月20日关于洗衣机质量问题的投诉。请你局按照《市场监督管理投诉举报处理办法》的规定依法予以处理，"
        "并将处理结果于2026年12月31日前报告我局。附：相关材料3份，共12页。" + SEAL
    ),
    "identity_proof_notice": (
        "限期提供身份证明材料通知书浦市监限证〔2026〕第12号张三："
        "根据《中华人民共和国消费者权益保护法实施条例》第四十六条第一款的规定，消费者和经营者发生消费争议向市场监督管理部门"
        "或者其他有关行政部门投诉的，应当提供真实身份信息等材料。根据《市场监督管理投诉举报处理办法》第十条第三款的规定，"
        "请你在2026年11月27日前向我局提供以下身份证明材料。1.居民身份证正反面复印件；2.手机号码实名登记证明。"
        "逾期未提供或提供虚假材料的，我局将根据《市场监督管理投诉举报处理办法》第十条、第十六条的规定，对投诉依法不予受理。"
        "联系电话：12315；通信地址：江海市浦江区人民路100号。" + SEAL
    ),
    "acceptance_decision": (
        "投诉受理决定书浦市监投受〔2026〕第12号张三：我局于2026年11月18日收到你关于洗衣机质量问题的投诉。经审查，"
        "符合《市场监督管理投诉举报处理办法》规定的受理条件，我局决定受理。联系人：王某；联系电话：021-12345678。特此告知。"
        + SEAL
    ),
    "non_acceptance_decision": (
        "投诉不予受理决定书浦市监投不受〔2026〕第12号张三：我局于2026年11月18日收到你关于洗衣机质量问题的投诉。经审查，"
        "属以下第〔三〕项情形，依据《市场监督管理投诉举报处理办法》第十六条的规定，我局决定不予受理。"
        "（一）投诉事项不属于市场监督管理部门职责，或者本行政机关不具有处理权限的；"
        "（二）法院、仲裁机构、市场监督管理部门或者其他行政机关、消费者协会已经受理或者处理过同一消费者权益争议的；"
        "（三）不是为生活消费需要购买、使用商品或者接受服务，或者不能证明与被投诉人之间存在消费者权益争议的；"
        "（四）除法律另有规定外，投诉人知道或者应当知道自己的权益受到被投诉人侵害之日起超过三年的；"
        "（五）未提供本办法第十条第一款、第十一条规定的材料，或者提供虚假材料的；"
        "（六）冒用他人名义或者拒不配合市场监督管理部门核验真实身份信息的；"
        "（七）法律、法规、规章规定不予受理的其他情形。"
        f"你还可以按照{REST}的其他途径解决消费者权益争议。特此告知。" + SEAL
    ),
    "mediation_notice": (
        "投诉调解通知书浦市监调通〔2026〕第12号江海市浦江区某某电器有限公司：关于洗衣机质量问题的投诉，我局已经受理，"
        "根据《市场监督管理投诉举报处理办法》的规定，现组织双方当事人进行现场调解。请于2026年12月1日14时30分到三楼调解室参加调解。"
        "无正当理由不参加调解的，我局将依法终止调解。请携带以下材料：1.身份证明材料；2.营业执照复印件。"
        "如果您认为调解人员是投诉人或者被投诉人的近亲属或者有其他利害关系，可能影响公正处理投诉的，"
        "可以自收到本通知书之日起3日内对调解人员提出回避申请。调解人员：王某、李某；联系电话：021-12345678。特此通知。"
        + SEAL
    ),
    "mediation_termination_decision": (
        "投诉终止调解决定书浦市监终调〔2026〕第12号张三：经审查，关于洗衣机质量问题投诉的调解过程中出现以下第〔五〕项情形，"
        "依据《市场监督管理投诉举报处理办法》第二十三条第一款的规定，我局决定终止调解。"
        "（一）投诉人撤回投诉或者双方自行和解的；"
        "（二）投诉人、被投诉人无正当理由不参加调解，或者明确拒绝调解的；"
        "（三）经组织调解，投诉人或者被投诉人明确表示无法达成调解协议的；"
        "（四）投诉人与被投诉人对鉴定、检测费用承担无法协商一致的；"
        "（五）自投诉受理之日起六十日内投诉人和被投诉人未能达成调解协议的；"
        "（六）市场监督管理部门受理投诉后，发现存在本办法第十六条、第四十二条规定情形的；"
        "（七）投诉人、被投诉人死亡或者主体资格灭失的；"
        "（八）法律、法规、规章规定的应当终止调解的其他情形。"
        "投诉人、被投诉人对市场监督管理部门作出的终止调解决定、调解结果不服的，"
        f"可以按照{REST}，通过民事诉讼、仲裁等其他途径解决消费者权益争议。特此告知。" + SEAL
    ),
    "mediation_agreement": (
        "投诉调解书浦市监投调〔2026〕第12号投诉人张三联系电话联系地址委托代理人联系电话"
        "被投诉人江海市浦江区某某电器有限公司法定代表人经营场所委托代理人联系电话"
        "投诉内容及投诉请求：购买的洗衣机漏水，请求退货并退还货款3,299.00元。"
        "根据《市场监督管理投诉举报处理办法》有关规定，本局组织双方当事人进行调解，双方自愿达成如下协议："
        "1.被投诉人于2026年12月10日前退还货款；2.投诉人退还洗衣机。"
        "本调解书经双方当事人签字后生效。调解书生效后，一方当事人未履行的，"
        f"另一方当事人可以依据{REST}，通过民事诉讼、仲裁等其他途径解决消费者权益争议。"
        "投诉人（签名）：被投诉人（签名）：调解人员（签名）：" + SEAL
    ),
    "report_result_notice": (
        "举报处理结果告知书浦市监举告〔2026〕第12号赵某：关于某某食品有限公司发布违法广告的举报，我局已依法处理。"
        "根据《中华人民共和国广告法》第五十三条规定，现将处理结果告知如下："
        "经核查，我局已于2026年11月10日立案调查。特此告知。" + SEAL
    ),
    "complaint_registration": (
        "投诉登记表登记单位：江海市浦江区市场监督管理局编号：浦市监登〔2026〕1121001号"
        "投诉人姓名张三联系电话13800138000证件类型证件号码联系地址"
        "是否同意公示投诉信息☑是□否是否同意委托调解□是☑否"
        "被投诉人名称（姓名）江海市浦江区某某电器有限公司联系人地址联系电话"
        "消费者权益争议事实依据2026年10月1日购买洗衣机一台，价款3,299.00元，使用两周后漏水。有发票、照片为证。"
        "投诉请求退货，退还货款3,299.00元。投诉人（签字）：年月日经办人（签字）：2026年11月21日"
    ),
    "report_registration": (
        "举报登记表登记单位：江海市浦江区市场监督管理局编号：浦市监登〔2026〕1121001号"
        "举报人姓名联系电话联系地址身份证件号码被举报人名称（姓名）江海市浦江区某某食品有限公司地址"
        "涉嫌违反市场监督管理法律、法规、规章的具体线索和相应的事实依据该店销售超过保质期的食品，有照片三张。"
        "举报人（签字）：年月日经办人（签字）：年月日"
    ),
}


@pytest.mark.parametrize("number", TITLES)
def test_the_ten_forms_of_2026_bear_their_numbers_and_titles(press, number):
    code, title = TITLES[number]
    form = press.forms.get(code)

    assert (form.rule_set, form.form, form.title) == ("ORDER121", number, title)


@pytest.mark.parametrize("code", SAMPLES)
def test_a_printed_form_reads_back_word_for_word_in_reading_order(press, code):
    assert read_back(print_paper(press, code)) == WORDING[code]


@pytest.mark.parametrize("code", SAMPLES)
def test_the_text_kept_with_a_paper_is_what_is_printed_on_it(press, code):
    paper = print_paper(press, code)

    assert sorted(squeezed(paper.text)) == sorted(read_back(paper))


def test_a_report_is_distributed_under_a_warning_and_a_complaint_is_not(press):
    assert read_back(print_paper(press, "distribution_notice", matter="举报")).endswith("举报件注意保密")
    assert "保密" not in read_back(print_paper(press, "distribution_notice"))


def test_a_question_that_was_not_asked_prints_two_empty_boxes(press):
    text = read_back(print_paper(press, "complaint_registration", publication_consent=None, entrusting_consent=None))

    assert "是否同意公示投诉信息□是□否是否同意委托调解□是□否" in text


@pytest.mark.parametrize("code", SAMPLES)
def test_the_official_notes_and_sample_labels_are_not_printed(press, code):
    text = read_back(print_paper(press, code))

    assert "文书式样" not in text
    assert not any(squeezed(note) in text for note in press.forms.get(code).notes)
