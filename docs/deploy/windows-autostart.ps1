# 让安学随 Windows 开机自动打开 / Start Anxue with Windows.  右键“以管理员身份运行 PowerShell”，再运行这个文件。
# 先用 start.bat 打开过一次、设置好学校，再来做这一步：后台没有窗口，看不到安装码。
# 去掉 / remove:  Unregister-ScheduledTask -TaskName Anxue
$root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
$action = New-ScheduledTaskAction -Execute (Join-Path $root 'start.bat') -Argument '--no-browser' -WorkingDirectory $root
$trigger = New-ScheduledTaskTrigger -AtStartup
$settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -RestartCount 10 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit (New-TimeSpan -Days 0)
$who = New-ScheduledTaskPrincipal -UserId $env:USERNAME -LogonType S4U
Register-ScheduledTask -TaskName 'Anxue' -Action $action -Trigger $trigger -Settings $settings -Principal $who -Force | Out-Null
New-NetFirewallRule -DisplayName 'Anxue' -Direction Inbound -Action Allow -Protocol TCP -LocalPort 5000 -Profile @('Private', 'Domain') -ErrorAction SilentlyContinue | Out-Null
Start-ScheduledTask -TaskName 'Anxue'
Write-Host '好了：以后开机，安学自己就会打开。'
Write-Host 'Done: Anxue starts with Windows from now on.'
