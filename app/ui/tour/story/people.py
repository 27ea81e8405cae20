"""Who sits at the desk on the tour: staff numbers of the practice office."""

OPERATOR = "1001"
DISPATCHER = "1011"
BUREAU_DISPATCHER = "1071"
STATION_HANDLER = "1023"
COUNTY_HANDLER = "1026"
BUREAU_CLERK = "1051"
CENTRE_CLERK = "1054"
SUPERVISOR = "1061"
GYM_LIAISON = "9001"
SHOP_LIAISON = "9002"

CALLER = ("李晓敏", "13893416721", "金河市城关区张掖路街道人民路66号2单元301")
