"""One way of writing: full width, Traditional characters, gaps and numerals made equal.

Only for comparing. What a page says is stored as it says it.
"""

from __future__ import annotations

import re
import unicodedata

# The Traditional characters of agency names, places and the title's fixed words. A full converter
# would be a large dependency for the few Big5 gateways (big5.www.gov.cn) that still exist.
_TRADITIONAL = (
    "報開書務導員會國區縣鄉鎮廳處機關門辦廣東陽陰陳長齊魯贛雲貴寧遼錢經濟發測試衛視監護險養環"
    "劃産產業農漁礦質檢驗審計統財稅電訊資網絡與為兩際參軍級學術體錄檔總幹規則範圍運輸閩滬蘇漢"
    "澤濱臺灣龍鳳馬鳥魚麗爾圖維壯満滿錫鐵鋼銀銅鄭鄒鄰郵歷歸殘聯團婦僑糧儲備應緊災難勞動壽賓館"
    "園場廠氣標準權專戰鬥義烏強張楊樂樓橋橫檳豐邊達遠連遷選還進適過這違營華葉蘭藍蘆實寶對尋將"
    "層島嶺嶽峽帶幣時曉來極榮構樹歲獎獨現當畫療瀋瀘溫滄漣潔潤澗濰瀏灤煙燈熱爭狀獻瑪甌畢盧盤確"
    "禮禪穀種稱穩競筆節紅約紀純紙細組終結給絲綠綿緣縱績續聞聲職聽肅腦膠臨興舉舊莊莖萊萬蓋蓮蕪"
    "薩蟲補裝複見親觀許設訪評詢該認證調談請論識譯議讀變讓貢貧貨責買費賀賢賣賴購賽趙趨軌軟載輔"
    "輪輯辭迆醫釋鉅鎖鏡鑒閉問間閘閣闊陝陸隊隨隸雙雜離雞霧靈靜韓頁項順預領頭頸願類飛駐駕騎驛髮"
    "鬧鹽麥黃點黨龐"
)
_SIMPLIFIED = (
    "报开书务导员会国区县乡镇厅处机关门办广东阳阴陈长齐鲁赣云贵宁辽钱经济发测试卫视监护险养环"
    "划产产业农渔矿质检验审计统财税电讯资网络与为两际参军级学术体录档总干规则范围运输闽沪苏汉"
    "泽滨台湾龙凤马鸟鱼丽尔图维壮满满锡铁钢银铜郑邹邻邮历归残联团妇侨粮储备应紧灾难劳动寿宾馆"
    "园场厂气标准权专战斗义乌强张杨乐楼桥横槟丰边达远连迁选还进适过这违营华叶兰蓝芦实宝对寻将"
    "层岛岭岳峡带币时晓来极荣构树岁奖独现当画疗沈泸温沧涟洁润涧潍浏滦烟灯热争状献玛瓯毕卢盘确"
    "礼禅谷种称稳竞笔节红约纪纯纸细组终结给丝绿绵缘纵绩续闻声职听肃脑胶临兴举旧庄茎莱万盖莲芜"
    "萨虫补装复见亲观许设访评询该认证调谈请论识译议读变让贡贫货责买费贺贤卖赖购赛赵趋轨软载辅"
    "轮辑辞迤医释巨锁镜鉴闭问间闸阁阔陕陆队随隶双杂离鸡雾灵静韩页项顺预领头颈愿类飞驻驾骑驿发"
    "闹盐麦黄点党庞"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)

# Zero-width signs and joiners that editors leave between characters.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
# Falsified copies carry the sound of a character behind it: 報(bào)告.
_PINYIN = re.compile(r"\(([a-z\u00e0-\u01dc]{1,6})\)")
_TONED = re.compile(r"[\u00e0-\u01dc]")
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[二2][〇○零Oo0][〇○零Oo0一二三四五六七八九1-9]{2}(?=年)")


def compact(text: str) -> str:
    """The text for comparing: NFKC, Simplified characters, no white space, no hidden signs."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = "".join(text.split()).translate(_TO_SIMPLIFIED)
    return _PINYIN.sub(lambda m: "" if _TONED.search(m[1]) else m[0], text)


def arabic_years(text: str) -> str:
    """Years in Chinese numerals (二〇二三年) written with digits; the rest is untouched."""
    return _CHINESE_YEAR.sub(
        lambda m: m[0].replace("O", "0").replace("o", "0").translate(_NUMERALS), text
    )
