"""Notices 安全提醒 to staff: what is due, said seldom, on school days only, and sent once by mail and to group robots."""
