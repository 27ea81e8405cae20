"""Data for every form, and reading a printed paper back."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from pypdf import PdfReader

from app.services.documents.press import Letterhead

ISSUED = date(2026, 11, 21)
LETTERHEAD = Letterhead(authority="江海市浦江区市场监督管理局", district="浦")

SAMPLES = {
    "complaint_registration": {
        "registering_unit": "江海市浦江区市场监督管理局",
        "complainants": ("张三",),
        "complainant_phone": "13800138000",
        "publication_consent": True,
        "entrusting_consent": False,
        "respondent": "江海市浦江区某某电器有限公司",
        "facts": "2026年10月1日购买洗衣机一台，价款3,299.00元，使用两周后漏水。\n有发票、照片为证。",
        "claim": "退货，退还货款3,299.00元。",
        "handler_signed_on": ISSUED,
    },
    "report_registration": {
        "registering_unit": "江海市浦江区市场监督管理局",
        "reported_party": "江海市浦江区某某食品有限公司",
        "facts": "该店销售超过保质期的食品，有照片三张。",
    },
    "distribution_notice": {
        "addressee": "江海市浦江区市场监督管理局",
        "matter": "投诉",
        "sender": "张三",
        "received_on": date(2026, 11, 20),
        "subject": "洗衣机质量问题",
        "report_by": date(2026, 12, 31),
        "attachments": 3,
        "attachment_pages": 12,
    },
    "identity_proof_notice": {
        "addressee": "张三",
        "due_on": date(2026, 11, 27),
        "materials": "1. 居民身份证正反面复印件；\n2. 手机号码实名登记证明。",
        "office_phone": "12315",
        "office_address": "江海市浦江区人民路100号",
    },
    "acceptance_decision": {
        "addressee": "张三",
        "received_on": date(2026, 11, 18),
        "subject": "洗衣机质量问题",
        "contact": "王某",
        "contact_phone": "021-12345678",
    },
    "non_acceptance_decision": {
        "addressee": "张三",
        "received_on": date(2026, 11, 18),
        "subject": "洗衣机质量问题",
        "ground": 3,
    },
    "mediation_notice": {
        "addressee": "江海市浦江区某某电器有限公司",
        "subject": "洗衣机质量问题",
        "mediation_at": datetime(2026, 12, 1, 14, 30),  # noqa: DTZ001 the wall clock of the office
        "place": "三楼调解室",
        "materials": "营业执照复印件",
        "recusal_days": 3,
        "mediators": ("王某", "李某"),
        "contact_phone": "021-12345678",
    },
    "mediation_termination_decision": {"addressee": "张三", "subject": "洗衣机质量问题", "ground": 5},
    "mediation_agreement": {
        "complainants": ("张三",),
        "respondent": "江海市浦江区某某电器有限公司",
        "facts_and_claim": "购买的洗衣机漏水，请求退货并退还货款3,299.00元。",
        "agreement": "1. 被投诉人于2026年12月10日前退还货款；\n2. 投诉人退还洗衣机。",
    },
    "report_result_notice": {
        "addressee": "赵某",
        "subject": "某某食品有限公司发布违法广告",
        "law": "中华人民共和国广告法",
        "article": "五十三",
        "result": "经核查，我局已于2026年11月10日立案调查。",
    },
}

OFFICE = {
    "consultation_record": {
        "registering_unit": "江海市12315受理中心",
        "received_at": datetime(2026, 11, 21, 9, 12),  # noqa: DTZ001 the wall clock of the office
        "channel": "来电",
        "caller": "张三",
        "question": "网购的衣服可以七日内无理由退货吗？",
        "answer": "可以。",
        "operator": "话务员07",
    },
    "settlement_order": {
        "sending_unit": "江海市12315受理中心",
        "enterprise": "江海市浦江区某某电器有限公司",
        "sent_on": ISSUED,
        "reply_by": date(2026, 11, 26),
        "facts": "洗衣机漏水。",
        "claim": "退货。",
        "handler": "王某",
        "outcome": "已和解",
        "amount": Decimal(3299),
    },
    "mediation_minutes": {
        "case_number": "20261121001",
        "began_at": datetime(2026, 11, 21, 9, 0),  # noqa: DTZ001 the wall clock of the office
        "way": "电话",
        "mediators": ("王某",),
        "recorder": "李某",
        "complainants": ("张三",),
        "respondent": "某某电器有限公司",
        "consent": True,
        "statements": "投诉人：洗衣机漏水。\n被投诉人：愿意退货。",
        "outcome": "双方同意退货退款。",
    },
    "followup_record": {
        "unit": "江海市12315受理中心",
        "case_number": "20261121001",
        "person": "张三",
        "number_dialled": "13800138000",
        "called_at": datetime(2026, 11, 28, 10, 5),  # noqa: DTZ001 the wall clock of the office
        "attempt": 2,
        "reached": "接通",
        "process": "满意",
        "operator": "赵某",
    },
    "service_receipt": {
        "paper_title": "投诉受理决定书",
        "paper_number": "浦市监投受〔2026〕第12号",
        "addressee": "张三",
        "way": "邮寄送达",
    },
}


def print_paper(press, code, /, *, draft=False, **changes):
    """Print one form from its sample, with some fields changed."""
    form = press.forms.get(code)
    number = form.number_text(district="浦", year=2026, serial=12) if form.number else "浦市监登〔2026〕1121001号"
    data = {**(SAMPLES | OFFICE)[code], **changes}
    return press.render(form, data, number=number, issued_on=ISSUED, letterhead=LETTERHEAD, draft=draft)


def read_back(paper):
    """Return the text of every page as another program reads it, without white space."""
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(paper.pdf)).pages))


def squeezed(text):
    """Return ``text`` without white space and page numbers."""
    return re.sub(r"—\d+—", "", re.sub(r"\s", "", text))
