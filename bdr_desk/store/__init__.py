"""What is kept on this machine: tables, column types, the read and write doors, migrations, backup."""
