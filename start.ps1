# 打开安学 / Start Anxue. 双击 start.bat 就会运行这个文件。
# PowerShell 5.1 (Windows 10, 11) is enough. Saved as UTF-8 with BOM: without it 5.1 reads Chinese as another code page.
Set-Location -LiteralPath $PSScriptRoot
try { [Console]::OutputEncoding = [System.Text.Encoding]::UTF8 } catch { }
$env:PYTHONUTF8 = '1'

function Test-Python([string[]]$Command) {
    $name = $Command[0]
    if (-not (Get-Command $name -ErrorAction SilentlyContinue)) { return $false }
    $more = @($Command | Select-Object -Skip 1) + @('-c', 'import sys; sys.exit(sys.version_info < (3, 11))')
    try { & $name @more 2>$null | Out-Null } catch { return $false }
    return $LASTEXITCODE -eq 0
}

$found = $null
foreach ($candidate in @(@('py', '-3'), @('python'), @('python3'))) {
    if (Test-Python $candidate) { $found = $candidate; break }
}

if (-not $found) {
    Write-Host ''
    Write-Host '这台电脑上还没有 Python 3.11 或更新的版本。请这样做：' -ForegroundColor Yellow
    Write-Host '  1. 打开 https://www.python.org/downloads/windows/ ，下载 Windows installer (64-bit)。'
    Write-Host '  2. 运行它，先勾选最下面的 Add python.exe to PATH，再点 Install Now。'
    Write-Host '  3. 装好以后，再双击一次 start.bat。'
    Write-Host '没有网络：在别的电脑上下载这个安装程序，用 U 盘拷过来。'
    Write-Host 'Python 3.11 or newer is needed: install it from python.org, tick "Add python.exe to PATH", then start again.'
    exit 1
}

$name = @($found)[0]
$rest = @($found | Select-Object -Skip 1) + @('docs\deploy\boot.py') + $args
& $name @rest
exit $LASTEXITCODE
